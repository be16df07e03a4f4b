import { Mail, Reply } from 'lucide-react';
import type { SubmissionRecord } from '../../../preload/contract.ts';
import { addressOf, go } from '../../app/router.ts';
import { useMay } from '../../app/start.ts';
import { Button, EmptyState, ReplyMark, When } from '../../components/index.ts';
import { useCardText } from './texts.ts';

export function RepliesTab({ record }: { readonly record: SubmissionRecord }) {
  const t = useCardText();
  const may = useMay();
  const write = may('replies.compose') ? (
    <Button icon={<Reply size={14} aria-hidden />} onPress={() => go(addressOf('replies', ['new'], { submission: record.summary.id }))}>
      {t('answer')}
    </Button>
  ) : undefined;
  if (record.replies.length === 0)
    return (
      <EmptyState icon={Mail} title={t('replies.none')} act={write}>
        {t('replies.none.why')}
      </EmptyState>
    );
  return (
    <div className="card-list scroll" tabIndex={0} role="region" aria-label={t('tab.replies')}>
      <ul>
        {record.replies.map((reply) => (
          <li key={reply.id}>
            <button type="button" className="reply-line" onClick={() => go(addressOf('replies', [reply.id]))}>
              <ReplyMark state={reply.state} />
              <span className="cut">
                <strong>{reply.subject}</strong> <span className="soft">{t(`reply.${reply.kind}`)}</span>
              </span>
              <span className="soft cut">{reply.signedBy}</span>
              <When at={reply.signedAt} />
            </button>
          </li>
        ))}
      </ul>
      {write}
    </div>
  );
}
