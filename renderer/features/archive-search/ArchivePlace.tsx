import { setParams, useRoute } from '../../app/router.ts';
import { Tabs, Toolbar } from '../../components/index.ts';
import { ArchiveSearch } from './ArchiveSearch.tsx';
import { ArchiveStatusPanel } from './ArchiveStatusPanel.tsx';
import { SignatureCheck } from './SignatureCheck.tsx';
import { useText } from './texts.ts';
import './archive-search.css';

/** The archive: search, safekeeping, and the check of any signature. */
export function ArchivePlace() {
  const t = useText();
  const { params } = useRoute();
  return (
    <div className="work">
      <Toolbar title={t('title')} />
      <Tabs
        label={t('title')}
        selected={params['tab'] ?? 'search'}
        onSelect={(tab) => setParams({ tab: tab === 'search' ? undefined : tab })}
        tabs={[
          { id: 'search', title: t('tab.search'), content: () => <ArchiveSearch /> },
          { id: 'status', title: t('tab.status'), content: () => <ArchiveStatusPanel /> },
          { id: 'check', title: t('tab.check'), content: () => <SignatureCheck /> },
        ]}
      />
    </div>
  );
}
