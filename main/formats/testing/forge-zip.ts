import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of a zip made by hand, with every lie that a hostile writer may tell. */
export type ForgedEntry = {
  readonly name: string | Uint8Array;
  readonly content: Uint8Array | string;
  readonly localName?: string;
  readonly utf8?: boolean;
  readonly stored?: boolean;
  readonly flags?: number;
  readonly method?: number;
  readonly declaredSize?: number;
  readonly crc?: number;
  readonly mode?: number;
  /** Index of an earlier entry whose data this one claims too. */
  readonly sameDataAs?: number;
};

export function forgeZip(entries: readonly ForgedEntry[]): Uint8Array {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  const offsets: number[] = [];
  let at = 0;
  for (const entry of entries) {
    const content = typeof entry.content === 'string' ? Buffer.from(entry.content) : Buffer.from(entry.content);
    const data = entry.stored ? content : deflateRawSync(content, { level: 9 });
    const name = typeof entry.name === 'string' ? Buffer.from(entry.name) : Buffer.from(entry.name);
    const localName = entry.localName === undefined ? name : Buffer.from(entry.localName);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE((entry.flags ?? 0) | (entry.utf8 ? 0x800 : 0), 2);
    common.writeUInt16LE(entry.method ?? (entry.stored ? 0 : 8), 4);
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(entry.crc ?? crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(entry.declaredSize ?? content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const localCommon = Buffer.from(common);
    localCommon.writeUInt16LE(localName.length, 22);
    const shared = entry.sameDataAs === undefined ? undefined : offsets[entry.sameDataAs]!;
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
    tail.writeUInt32LE(shared ?? at, 10);
    offsets.push(shared ?? at);
    central.push(Buffer.from('PK\u0001\u0002', 'latin1'), Buffer.from([0x14, 0x03]), common, tail, name);
    if (shared === undefined) {
      const piece = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), localCommon, localName, data]);
      local.push(piece);
      at += piece.length;
    }
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 0, 'latin1');
  end.writeUInt16LE(Math.min(entries.length, 0xffff), 8);
  end.writeUInt16LE(Math.min(entries.length, 0xffff), 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...local, directory, end]));
}
