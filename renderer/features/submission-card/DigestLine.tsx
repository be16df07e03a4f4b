import type { StoredObject } from '../../../preload/contract.ts';
import { Copyable } from '../../components/index.ts';

export function DigestLine({ object }: { readonly object: StoredObject }) {
  return (
    <span className="row small soft">
      SHA-256 <Copyable value={object.digest} short mono />
    </span>
  );
}
