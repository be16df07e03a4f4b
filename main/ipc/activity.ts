import { createHash } from 'node:crypto';
import type { Method } from '../../preload/contract.ts';

/**
 * Which calls show that a person is there. A window asks again by itself whenever something has changed; such a
 * repetition of a question it has asked lately is no act and must not keep the window from locking.
 */
export interface Activity {
  isAct(window: number, method: Method, args: unknown): boolean;
  forget(window: number): void;
}

const askedByItself: ReadonlySet<Method> = new Set<Method>(['start.read', 'health.read', 'needsAction.list', 'exchange.overview', 'archive.status', 'settings.keys', 'settings.trust', 'submissions.facets']);
const REMEMBERED = 500;

export function watchActivity(): Activity {
  const asked = new Map<number, Set<string>>();
  return {
    isAct(window, method, args) {
      if (askedByItself.has(method)) return false;
      if (!isQuestion(method)) return true;
      const question = createHash('sha256').update(`${method}|${JSON.stringify(args)}`).digest('base64');
      const known = asked.get(window) ?? new Set();
      asked.set(window, known);
      const isNew = !known.delete(question);
      known.add(question);
      if (known.size > REMEMBERED) known.delete(known.values().next().value!);
      return isNew;
    },
    forget: (window) => void asked.delete(window),
  };
}

const questions = /\.(page|summary|record|read|drafts|list|dispatches|searches|search|protocol|document|certificate|route|reasons)$/;

function isQuestion(method: Method): boolean {
  return questions.test(method);
}
