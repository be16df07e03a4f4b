import { ChevronLeft, ChevronRight } from 'lucide-react';
import { Fragment, useMemo, useState } from 'react';
import type { DocumentView, FormSection, StoredObject } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { useStation } from '../../app/station-api.ts';
import { ErrorBox, IconButton, Loading } from '../../components/index.ts';
import { DigestLine } from './DigestLine.tsx';
import { useCardText } from './texts.ts';

type As = DocumentView['as'];
const order: readonly As[] = ['form', 'xml', 'text', 'hex'];

/** A file as people read it, or as XML, text, or bytes; always plain data from the station. */
export function DocumentContent({ name, mediaType, content }: { readonly name: string; readonly mediaType: string; readonly content: StoredObject }) {
  const t = useCardText();
  const format = useFormat();
  const [as, setAs] = useState<As>();
  const [page, setPage] = useState(0);
  const { data, error, again } = useStation('submissions.document', { digest: content.digest, name, mediaType, ...(as === undefined ? {} : { as }), ...(as === 'hex' ? { page } : {}) });
  const offered = data === undefined ? [] : order.filter((one) => one === data.as || (data.others as readonly As[]).includes(one));
  return (
    <section className="content" aria-label={name}>
      <header className="content-head">
        <strong className="cut" title={name}>
          {name}
        </strong>
        <span className="soft">{format.bytes(content.size)}</span>
        <DigestLine object={content} />
        <span className="row push views" role="group" aria-label={t('view')}>
          {offered.map((one) => (
            <button key={one} type="button" className="view" aria-pressed={one === data?.as} onClick={() => (setPage(0), setAs(one))}>
              {t(`view.${one}`)}
            </button>
          ))}
        </span>
      </header>
      <div className="content-body scroll" tabIndex={0} role="region" aria-label={t('content.of', { name })}>
        {error !== undefined ? <ErrorBox error={error} onAgain={again} /> : data === undefined ? <Loading lines={10} /> : <View view={data} onPage={setPage} />}
      </div>
    </section>
  );
}

function View({ view, onPage }: { readonly view: DocumentView; readonly onPage: (page: number) => void }) {
  if (view.as === 'form') return <FormView title={view.form.title} sections={view.form.sections} />;
  if (view.as === 'xml') return <TextView text={view.text} cut={view.cut} xml />;
  if (view.as === 'text') return <TextView text={view.text} cut={view.cut} />;
  return <HexView view={view} onPage={onPage} />;
}

function FormView({ title, sections }: { readonly title: string; readonly sections: readonly FormSection[] }) {
  return (
    <div className="form-view">
      <h2>{title}</h2>
      {sections.map((section, at) => (
        <Section key={at} section={section} level={0} />
      ))}
    </div>
  );
}

function Section({ section, level }: { readonly section: FormSection; readonly level: number }) {
  return (
    <section className={`form-section level-${Math.min(level, 3)}`}>
      {section.title === '' ? null : <h3>{section.title}</h3>}
      {section.fields.length === 0 ? null : (
        <dl>
          {section.fields.map((field, at) => (
            <div key={at}>
              <dt>{field.label}</dt>
              <dd>{field.value}</dd>
            </div>
          ))}
        </dl>
      )}
      {section.sections.map((inner, at) => (
        <Section key={at} section={inner} level={level + 1} />
      ))}
    </section>
  );
}

const MOST_LINES = 5000;

function TextView({ text, cut, xml = false }: { readonly text: string; readonly cut: boolean; readonly xml?: boolean }) {
  const t = useCardText();
  const lines = useMemo(() => text.split('\n'), [text]);
  return (
    <div className="text-view">
      {lines.slice(0, MOST_LINES).map((line, at) => (
        <div key={at} className="text-line">
          <span className="line-number" aria-hidden>
            {at + 1}
          </span>
          <code>{xml ? <Coloured line={line} /> : line}</code>
        </div>
      ))}
      {cut || lines.length > MOST_LINES ? <p className="soft">{t('content.cut')}</p> : null}
    </div>
  );
}

/** Tags and values in different inks; a plain scan over one line, so nothing can blow up. */
function Coloured({ line }: { readonly line: string }) {
  return (
    <>
      {line.split(/(<[^>]*>?|"[^"]*")/).map((part, at) =>
        part.startsWith('<') ? (
          <Fragment key={at}>
            {part.split(/("[^"]*")/).map((piece, index) => (
              <span key={index} className={piece.startsWith('"') ? 'xml-value' : 'xml-tag'}>
                {piece}
              </span>
            ))}
          </Fragment>
        ) : (
          part
        ),
      )}
    </>
  );
}

function HexView({ view, onPage }: { readonly view: Extract<DocumentView, { as: 'hex' }>; readonly onPage: (page: number) => void }) {
  const t = useCardText();
  return (
    <div className="hex-view">
      <div className="row">
        <IconButton label={t('page.previous')} isDisabled={view.page === 0} onPress={() => onPage(view.page - 1)}>
          <ChevronLeft size={16} aria-hidden />
        </IconButton>
        <span>{t('page.of', { page: view.page + 1, pages: view.pages })}</span>
        <IconButton label={t('page.next')} isDisabled={view.page + 1 >= view.pages} onPress={() => onPage(view.page + 1)}>
          <ChevronRight size={16} aria-hidden />
        </IconButton>
      </div>
      <pre>
        {view.rows.map((row) => (
          <div key={row.offset}>
            <span className="soft">{row.offset.toString(16).padStart(8, '0')}</span>
            {'  '}
            {row.hex.padEnd(47)}
            {'  '}
            <span className="hex-text">{row.text}</span>
          </div>
        ))}
      </pre>
    </div>
  );
}
