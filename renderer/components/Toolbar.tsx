import type { ReactNode } from 'react';

/** The head of a screen: its title, then its filters, then (pushed right) its acts. */
export function Toolbar({ title, count, children, acts }: { readonly title: string; readonly count?: string; readonly children?: ReactNode; readonly acts?: ReactNode }) {
  return (
    <header className="toolbar">
      <h1 className="cut">{title}</h1>
      {count === undefined ? null : <span className="soft toolbar-count">{count}</span>}
      <div className="toolbar-filters">{children}</div>
      {acts === undefined ? null : <div className="toolbar-acts">{acts}</div>}
    </header>
  );
}
