export { Exchange as default } from './Exchange.tsx';
