import type { ReplyRoute } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { KeyValue, SimulatedMark } from '../../components/index.ts';
import { RouteFacts } from './ReplyRoutePanel.tsx';
import { useText } from './texts.ts';
import type { Draft } from './use-draft.ts';

/** The reply as the subscriber will read it: the last look before the signature. */
export function ReviewReply({ draft: { fields, attachments }, route }: { readonly draft: Draft; readonly route: ReplyRoute | undefined }) {
  const t = useText();
  const format = useFormat();
  return (
    <div className="composer-body" data-pane>
      <article className="review" aria-label={t('review.title')}>
        <KeyValue
          pairs={[
            [
              t('review.to'),
              <span key="to" className="row">
                {fields.toName} · {fields.toTaxNumber} <SimulatedMark name={fields.toName} />
              </span>,
            ],
            [t('review.kind'), t(`kind.${fields.kind}`)],
            [t('review.subject'), <strong key="subject">{fields.subject}</strong>],
          ]}
        />
        <div className="review-text">{fields.text.trim() === '' ? <span className="soft">{t('review.noText')}</span> : fields.text}</div>
        <h3>{t('review.files')}</h3>
        {attachments.length === 0 ? <p className="soft">{t('review.noFiles')}</p> : null}
        <ul>
          {attachments.map(({ name, size, digest }) => (
            <li key={digest} className="row">
              <span className="cut">{name}</span>
              <span className="soft small">{format.bytes(size)}</span>
            </li>
          ))}
        </ul>
      </article>
      <aside className="route">
        <h2>{t('route.title')}</h2>
        {route === undefined ? null : <RouteFacts route={route} />}
        <p className="soft">{t('review.what')}</p>
      </aside>
    </div>
  );
}
