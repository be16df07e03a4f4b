export { Replies as default } from './Replies.tsx';
