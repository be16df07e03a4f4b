import { CircleCheck, CircleX, Clock, FileBadge, Inbox, Mail, PenLine } from 'lucide-react';
import { useState } from 'react';
import type { CertificateFacts, Digest, SubscriberAddress, SubscriberRow } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { addressOf, go } from '../../app/router.ts';
import { useMay } from '../../app/start.ts';
import { useStation } from '../../app/station-api.ts';
import { Badge, Button, Copyable, ErrorBox, KeyValue, Loading, SimulatedMark, StateMark, useChannelKind } from '../../components/index.ts';
import { useNow } from '../needs-action/use-now.ts';
import { useChannelName } from '../replies/ReplyRoutePanel.tsx';
import { useText } from './texts.ts';

const fewest = 3;

/** One subscriber: how to answer, where they write from, what they sign with. */
export function SubscriberCard({ taxNumber }: { readonly taxNumber: string }) {
  const t = useText();
  const { data, error, loading, again } = useStation('subscribers.record', { taxNumber });
  return (
    <section className="subscriber" aria-label={t('card.label')}>
      {error === undefined ? null : <ErrorBox error={error} onAgain={again} />}
      {loading ? <Loading /> : null}
      {data === undefined ? null : (
        <>
          <Head row={data} />
          <h3 className="row">
            <Mail size={14} aria-hidden /> {t('card.addresses')}
          </h3>
          {data.addresses.length === 0 ? <p className="soft">{t('card.noAddresses')}</p> : null}
          <ul className="addresses">
            {data.addresses.map((address) => (
              <AddressLine key={`${address.channel} ${address.address}`} address={address} />
            ))}
          </ul>
          <h3 className="row">
            <FileBadge size={14} aria-hidden /> {t('card.certificates')}
          </h3>
          <Certificates digests={data.certificates} />
        </>
      )}
    </section>
  );
}

function Head({ row }: { readonly row: SubscriberRow }) {
  const t = useText();
  const format = useFormat();
  const may = useMay();
  return (
    <>
      <h2 className="row wrap">
        {row.name}
        <SimulatedMark name={row.name} />
      </h2>
      <div className="row wrap">
        <Copyable value={row.taxNumber} label={t('column.taxNumber')} />
        {row.kpp === undefined ? null : <Copyable value={row.kpp} label={t('column.kpp')} />}
        <span className="soft">
          {t('card.count', { count: row.submissions })}
          {row.lastSubmissionAt === undefined ? '' : `, ${t('card.last', { at: format.instant(row.lastSubmissionAt) })}`}
        </span>
      </div>
      <div className="row">
        {may('replies.compose') ? (
          <Button look="filled" icon={<PenLine size={14} aria-hidden />} onPress={() => go(addressOf('replies', ['new'], { to: row.taxNumber }))}>
            {t('card.compose')}
          </Button>
        ) : null}
        <Button icon={<Inbox size={14} aria-hidden />} onPress={() => go(addressOf('submissions', [], { taxNumber: row.taxNumber }))}>
          {t('card.submissions')}
        </Button>
      </div>
    </>
  );
}

function AddressLine({ address }: { readonly address: SubscriberAddress }) {
  const t = useText();
  const format = useFormat();
  const channel = useChannelName();
  const kind = useChannelKind();
  return (
    <li>
      <div className="row wrap">
        <strong>{channel(address.channel)}</strong>
        <span className="soft">{kind(address.channelKind)}</span>
      </div>
      <Copyable value={address.address} label={t('card.addresses')} />
      <div className="soft small row wrap">
        {address.operator === undefined ? null : (
          <>
            {t('card.operator', { operator: address.operator })} <SimulatedMark name={address.operator} />
          </>
        )}
        {address.subject === undefined ? null : <span>{t('card.subject', { subject: address.subject })}</span>}
        <span>{t('card.seen', { at: format.instant(address.seenAt) })}</span>
      </div>
    </li>
  );
}

function Certificates({ digests }: { readonly digests: readonly Digest[] }) {
  const t = useText();
  const [all, setAll] = useState(false);
  if (digests.length === 0) return <p className="soft">{t('card.noCertificates')}</p>;
  const shown = all ? digests : digests.slice(0, fewest);
  return (
    <ul className="certificates">
      {shown.map((digest, place) => (
        <CertificateLine key={digest} digest={digest} newest={place === 0} />
      ))}
      {digests.length > shown.length ? (
        <li>
          <Button look="quiet" onPress={() => setAll(true)}>
            {t('card.more', { count: digests.length - shown.length })}
          </Button>
        </li>
      ) : null}
    </ul>
  );
}

function CertificateLine({ digest, newest }: { readonly digest: Digest; readonly newest: boolean }) {
  const t = useText();
  const { data, error } = useStation('submissions.certificate', { digest });
  if (error !== undefined) return <li className="soft">{t('card.unreadable')}</li>;
  if (data === undefined) return <li className="shape line" />;
  return (
    <li>
      <div className="row wrap">
        <strong>{data.commonName}</strong>
        {newest ? <Badge tone="info">{t('card.newest')}</Badge> : null}
        <Validity certificate={data} />
      </div>
      <KeyValue
        pairs={[
          [t('card.owner'), data.organization],
          [t('card.issuer'), data.issuer],
          [t('card.key'), data.keyAlgorithm],
          [t('card.serial'), <Copyable key="serial" value={data.serial} mono label={t('card.serial')} />],
          [t('card.fingerprint'), <Copyable key="fingerprint" value={data.fingerprint} short mono label={t('card.fingerprint')} />],
        ]}
      />
    </li>
  );
}

function Validity({ certificate: { notBefore, notAfter } }: { readonly certificate: CertificateFacts }) {
  const t = useText();
  const format = useFormat();
  const now = useNow(60_000);
  if (Date.parse(notAfter) < now)
    return (
      <StateMark tone="bad" icon={CircleX}>
        {t('card.ended', { at: format.dayOf(notAfter) })}
      </StateMark>
    );
  if (Date.parse(notBefore) > now)
    return (
      <StateMark tone="wait" icon={Clock}>
        {t('card.notYet', { at: format.dayOf(notBefore) })}
      </StateMark>
    );
  return (
    <StateMark tone="good" icon={CircleCheck}>
      {t('card.until', { at: format.dayOf(notAfter) })}
    </StateMark>
  );
}
