import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export type Tone = 'good' | 'wait' | 'bad' | 'info' | 'off';

/** Icon, word and colour together: colour never stands alone. */
export function StateMark({ tone, icon: Icon, children, filled = false, title }: { readonly tone: Tone; readonly icon: LucideIcon; readonly children: ReactNode; readonly filled?: boolean; readonly title?: string }) {
  return (
    <span className={`state ${tone}${filled ? ' filled' : ''}`} {...(title === undefined ? {} : { title })}>
      <Icon size={14} aria-hidden />
      <span className="cut">{children}</span>
    </span>
  );
}

export function Badge({ tone = 'off', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return <span className={`badge ${tone}`}>{children}</span>;
}
