import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components';

export type TabItem = { readonly id: string; readonly title: string; readonly count?: number; readonly content: () => ReactNode };

export function Tabs({ label, tabs, selected, onSelect }: { readonly label: string; readonly tabs: readonly TabItem[]; readonly selected: string; readonly onSelect: (id: string) => void }) {
  return (
    <AriaTabs className="tabs" selectedKey={selected} onSelectionChange={(key) => onSelect(String(key))}>
      <TabList className="tab-list" aria-label={label}>
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className="tab">
            {tab.title}
            {tab.count === undefined || tab.count === 0 ? null : <span className="count">{tab.count}</span>}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className="tab-panel">
          {tab.id === selected ? tab.content() : null}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
