import { useRoute } from '../../app/router.ts';
import { SplitPane } from '../../components/index.ts';
import { SubmissionCard } from '../submission-card/index.tsx';
import '../submission-card/card.css';
import { SubmissionsList } from './SubmissionsList.tsx';
import './submissions.css';

/** /submissions: the list. /submissions/<id>: a card. /submissions/<id>/<id>: two cards side by side. */
export default function Submissions() {
  const [one, other] = useRoute().rest;
  if (one === undefined) return <SubmissionsList />;
  if (other === undefined) return <SubmissionCard key={one} id={one as never} />;
  return <SplitPane name="two-cards" side="right" share={0.5} first={<SubmissionCard key={one} id={one as never} beside={other as never} />} second={<SubmissionCard key={other} id={other as never} beside={one as never} />} />;
}
