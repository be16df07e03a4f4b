import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Header, Menu as AriaMenu, MenuItem, MenuSection, MenuTrigger, Popover, Separator, Text } from 'react-aria-components';

export type MenuEntry =
  | { readonly id: string; readonly label: string; readonly icon?: ReactNode; readonly keys?: string; readonly note?: string; readonly ticked?: boolean; readonly disabled?: boolean; readonly danger?: boolean; readonly act: () => unknown }
  | { readonly separator: string }
  | { readonly heading: string; readonly entries: readonly Exclude<MenuEntry, { heading: string } | { separator: string }>[] };

/** `children` is the button that opens it. */
export function Menu({ label, entries, children }: { readonly label: string; readonly entries: readonly MenuEntry[]; readonly children: ReactElement }) {
  return (
    <MenuTrigger>
      {children}
      <Popover className="popover" offset={2} placement="bottom end">
        <AriaMenu className="list" aria-label={label}>
          {entries.map(entryOf)}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

function entryOf(entry: MenuEntry): ReactElement {
  if ('separator' in entry) return <Separator key={entry.separator} className="separator" />;
  if ('heading' in entry)
    return (
      <MenuSection key={entry.heading}>
        <Header className="list-heading">{entry.heading}</Header>
        {entry.entries.map(entryOf)}
      </MenuSection>
    );
  return (
    <MenuItem key={entry.id} id={entry.id} textValue={entry.label} isDisabled={entry.disabled === true} onAction={() => void entry.act()} className={`list-item${entry.danger === true ? ' danger' : ''}`}>
      {entry.ticked === undefined ? entry.icon : <Check size={14} className={entry.ticked ? '' : 'blank'} aria-hidden />}
      <Text slot="label" className="cut">
        {entry.label}
      </Text>
      {entry.note === undefined ? null : <span className="soft push">{entry.note}</span>}
      {entry.keys === undefined ? null : <kbd className="push">{entry.keys}</kbd>}
    </MenuItem>
  );
}
