export { ArchivePlace as default } from './ArchivePlace.tsx';
