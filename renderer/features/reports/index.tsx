export { Reports as default } from './Reports.tsx';
