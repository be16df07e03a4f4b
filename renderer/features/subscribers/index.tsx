export { Subscribers as default } from './Subscribers.tsx';
