export { NeedsAction as default } from './NeedsAction.tsx';
