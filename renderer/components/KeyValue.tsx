import type { ReactNode } from 'react';

/** Names and values in two columns; a pair without a value is left out. */
export function KeyValue({ pairs, columns = 1 }: { readonly pairs: readonly (readonly [string, ReactNode])[]; readonly columns?: 1 | 2 | 3 }) {
  return (
    <dl className={`key-value columns-${columns}`}>
      {pairs
        .filter(([, value]) => value !== undefined && value !== null && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
