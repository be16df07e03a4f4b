import { Construction } from 'lucide-react';
import { EmptyState } from '../components/index.ts';
import { useFrameText } from './frame/texts.ts';

/** Stands where a screen is still to come. */
export default function Unwritten() {
  const t = useFrameText();
  return <EmptyState icon={Construction} title={t('unwritten')} />;
}
