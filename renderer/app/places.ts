import { Archive, ArrowLeftRight, ChartColumn, Inbox, ListTodo, Mail, ScrollText, Settings as Cog, UsersRound, type LucideIcon } from 'lucide-react';
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { Health, Permission } from '../../preload/contract.ts';

/** A place of the left bar. Its title is "place.<id>" in texts/<language>/frame.json. */
export type Place = {
  readonly id: string;
  readonly icon: LucideIcon;
  /** Without it the place is not shown. */
  readonly permission: Permission;
  /** Counts what waits; nothing is shown for 0. */
  readonly count?: (health: Health) => number;
  /** Loaded when first opened; features/<name>/index.tsx exports it as default. It reads its address by useRoute(). */
  readonly screen: LazyExoticComponent<ComponentType>;
};

/** The one registry: a new screen is one line here, in the order of the left bar (Alt 1…9). */
export const places: readonly Place[] = [
  { id: 'needs-action', icon: ListTodo, permission: 'submissions.read', count: (health) => health.needsAction, screen: unwritten() },
  { id: 'submissions', icon: Inbox, permission: 'submissions.read', screen: lazy(() => import('../features/submissions/index.tsx')) },
  { id: 'replies', icon: Mail, permission: 'submissions.read', count: (health) => health.repliesWaiting, screen: unwritten() },
  { id: 'subscribers', icon: UsersRound, permission: 'subscribers.read', screen: unwritten() },
  { id: 'archive', icon: Archive, permission: 'archive.search', screen: unwritten() },
  { id: 'reports', icon: ChartColumn, permission: 'reports.read', screen: unwritten() },
  { id: 'journal', icon: ScrollText, permission: 'journal.read', screen: unwritten() },
  { id: 'exchange', icon: ArrowLeftRight, permission: 'exchange.read', count: (health) => health.held, screen: unwritten() },
  { id: 'settings', icon: Cog, permission: 'settings.read', screen: unwritten() },
];

function unwritten(): LazyExoticComponent<ComponentType> {
  return lazy(() => import('./Unwritten.tsx'));
}
