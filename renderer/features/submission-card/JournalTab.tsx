import { ScrollText } from 'lucide-react';
import type { JournalEntry, SubmissionId } from '../../../preload/contract.ts';
import { useMay } from '../../app/start.ts';
import { skipToken, useStation } from '../../app/station-api.ts';
import { useText } from '../../app/texts.ts';
import { Copyable, EmptyState, ErrorBox, Loading, When } from '../../components/index.ts';
import { useSentence } from './sentence.ts';
import { useCardText } from './texts.ts';

/** What the journal says of this submission: sentences, with the digests of the chain. */
export function JournalTab({ id }: { readonly id: SubmissionId }) {
  const t = useCardText();
  const may = useMay();
  const { data, error, again } = useStation('journal.page', may('journal.read') || may('submissions.read') ? { submission: id, limit: 500 } : skipToken);
  if (data === undefined) return error === undefined ? <Loading /> : error.code === 'not-permitted' ? <EmptyState icon={ScrollText} title={t('journal.closed')} /> : <div className="card-list"><ErrorBox error={error} onAgain={again} /></div>;
  return (
    <div className="card-list scroll" tabIndex={0} role="region" aria-label={t('tab.journal')}>
      <table className="journal">
        <thead>
          <tr>
            <th className="number">{t('journal.seq')}</th>
            <th>{t('journal.at')}</th>
            <th>{t('journal.who')}</th>
            <th>{t('journal.what')}</th>
            <th>{t('journal.digest')}</th>
          </tr>
        </thead>
        <tbody>
          {data.entries.map((entry) => (
            <Entry key={entry.seq} entry={entry} officers={data.officers} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Entry({ entry, officers }: { readonly entry: JournalEntry; readonly officers: Readonly<Record<string, string>> }) {
  const words = useText();
  const sentence = useSentence();
  return (
    <tr>
      <td className="number soft">{entry.seq}</td>
      <td className="nowrap">
        <When at={entry.at} />
      </td>
      <td className="nowrap">{entry.officer === undefined ? <span className="soft">{words('station')}</span> : (officers[entry.officer] ?? entry.officer)}</td>
      <td>{sentence(entry)}</td>
      <td>
        <Copyable value={entry.digest} short mono />
      </td>
    </tr>
  );
}
