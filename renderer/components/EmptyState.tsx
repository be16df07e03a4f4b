import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** What will appear here, and what to do. */
export function EmptyState({ icon: Icon, title, children, act }: { readonly icon: LucideIcon; readonly title: string; readonly children?: ReactNode; readonly act?: ReactNode }) {
  return (
    <div className="empty">
      <Icon size={28} strokeWidth={1.25} aria-hidden />
      <strong>{title}</strong>
      {children === undefined ? null : <p className="soft">{children}</p>}
      {act}
    </div>
  );
}

/** The shape of what comes, after 150 ms; never a spinner over the page. */
export function Loading({ lines = 6 }: { readonly lines?: number }) {
  return (
    <div className="loading" aria-busy="true">
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className="shape" style={{ width: `${92 - ((line * 37) % 50)}%` }} />
      ))}
    </div>
  );
}
