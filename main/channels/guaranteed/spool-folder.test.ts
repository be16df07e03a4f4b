import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectAll } from '../../../tests/conformance/channel.ts';
import { dispatchOf } from '../../../tests/conformance/dispatches.ts';
import { startSpoolFixture, type SpoolFixture } from '../../../tests/conformance/spool-fixture.ts';
import { isReceptionError } from '../../domain/errors.ts';
import type { Remark } from '../channel.ts';
import { sha256 } from '../message-id.ts';

const never = new AbortController().signal;

describe('The spool folder', () => {
  let fixture: SpoolFixture;
  let inside: (...parts: string[]) => string;
  beforeEach(async () => {
    fixture = await startSpoolFixture();
    inside = (...parts) => join(fixture.folder, ...parts);
  });
  afterEach(() => fixture.close());

  const collectWithRemarks = async (): Promise<{ names: string[]; remarks: readonly Remark[] }> => {
    const names: string[] = [];
    const { remarks = [] } = await (await fixture.open()).collect(async (batch) => void names.push(...batch.map((each) => each.name)), { signal: never });
    return { names, remarks };
  };

  it('acknowledges with a JSON file that names size, digest and time, and moves the file to taken', async () => {
    await fixture.put('report.zip', Buffer.from('abc'));
    const [taken] = await collectAll(await fixture.open());
    expect(taken!.messageId).toBe('report.zip#sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    const ack = JSON.parse(await readFile(inside('ack', 'report.zip.ack'), 'utf8'));
    expect(ack).toMatchObject({ format: 'reception-spool/1', name: 'report.zip', size: 3, messageId: taken!.messageId });
    expect(ack.sha256).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(ack.takenAt).toMatch(/^\d{4}-\d{2}-\d{2}T.*Z$/);
    expect(await readdir(inside('in'))).toEqual(['tmp']);
    expect(await readdir(inside('taken'))).toEqual(['report.zip']);
    expect(await readdir(inside('station', 'drafts'))).toEqual([]);
  });

  it('takes other bytes under a used name as another delivery and says so', async () => {
    await fixture.put('report.zip', Buffer.from('first'));
    const [first] = await collectAll(await fixture.open());
    await fixture.put('report.zip', Buffer.from('second'));
    let second = '';
    const { remarks } = await (await fixture.open()).collect(async ([only]) => void (second = only!.messageId), { signal: never });
    expect(second).not.toBe(first!.messageId);
    expect(remarks).toMatchObject([{ what: 'name-reused', about: 'report.zip' }]);
    expect((await readdir(inside('taken'))).length).toBe(2);
  });

  it('answers the same file again with a second clearing, without showing it', async () => {
    await fixture.put('report.zip', Buffer.from('same'));
    await collectAll(await fixture.open());
    await fixture.put('report.zip', Buffer.from('same'));
    expect(await collectAll(await fixture.open())).toHaveLength(0);
    expect(await readdir(inside('in'))).toEqual(['tmp']);
  });

  it('finishes an acknowledgement that a crash cut in half', async () => {
    await fixture.put('report.zip', Buffer.from('half'));
    await collectAll(await fixture.open());
    await rename(inside('taken', 'report.zip'), inside('in', 'report.zip'));
    expect(await collectAll(await fixture.open())).toHaveLength(0);
    expect(await readdir(inside('taken'))).toEqual(['report.zip']);
  });

  it('shows an arrival again when its acknowledgement is not a whole file', async () => {
    await fixture.put('report.zip', Buffer.from('torn'));
    await mkdir(inside('ack'));
    await writeFile(inside('ack', 'report.zip.ack'), '{"sha256": "');
    expect(await collectAll(await fixture.open())).toHaveLength(1);
  });

  it('never follows a symbolic link, waits for no pipe, and enters no folder', async () => {
    await writeFile(inside('secret'), 'root:x:0:0');
    await symlink(inside('secret'), inside('in', 'link.zip'));
    await symlink('/etc', inside('in', 'folder-link'));
    await mkdir(inside('in', 'folder'));
    await writeFile(inside('in', 'folder', 'inner.zip'), 'x');
    execFileSync('mkfifo', [inside('in', 'pipe.zip')]);
    await symlink(inside('secret'), inside('in', 'good.zip.meta.json'));
    await fixture.put('good.zip', Buffer.from('good'));
    const { names, remarks } = await collectWithRemarks();
    expect(names).toEqual(['good.zip']);
    expect(remarks.map((each) => each.what)).toEqual(['note-invalid']);
    expect((await readdir(inside('in'))).sort()).toEqual(['folder', 'folder-link', 'link.zip', 'pipe.zip', 'tmp']);
  });

  it('passes by hidden and unfinished files', async () => {
    const names = ['.hidden.zip', 'a.zip.tmp', 'b.part', 'c.zip.filepart', 'd~', 'e.crdownload', 'f.lock', 'alone.zip.meta.json'];
    for (const name of names) await fixture.put(name, Buffer.from('x'));
    expect(await collectWithRemarks()).toEqual({ names: [], remarks: [] });
    expect((await readdir(inside('in'))).length).toBe(names.length + 1);
  });

  it('remarks on a name that cannot be acknowledged, and on a file over the limit, and takes the rest', async () => {
    await fixture.close();
    fixture = await startSpoolFixture({ limits: { maximumBytes: 1000 } });
    await fixture.put('ok.zip', Buffer.alloc(1000));
    await fixture.put('big.zip', Buffer.alloc(1001));
    await fixture.put(`${'n'.repeat(230)}.zip`, Buffer.alloc(1));
    await writeFile(Buffer.concat([Buffer.from(inside('in')), Buffer.from('/bad\xff.zip', 'latin1')]), 'x');
    const { names, remarks } = await collectWithRemarks();
    expect(names).toEqual(['ok.zip']);
    expect(remarks.map((each) => each.what).sort()).toEqual(['name-unusable', 'name-unusable', 'too-large']);
    expect(await stat(inside('in', 'big.zip'))).toBeDefined();
  });

  it('reads sender, reply address and name from the note beside the file, and goes without a note that is spoiled', async () => {
    await fixture.put('1.zip.meta.json', Buffer.from(JSON.stringify({ sender: 'operator-1', replyTo: 'box 7', name: 'Отчёт.zip', more: 1 })));
    await fixture.put('1.zip', Buffer.from('1'));
    await fixture.put('2.zip.meta.json', Buffer.from('{"sender": 5'));
    await fixture.put('2.zip', Buffer.from('2'));
    const seen: object[] = [];
    const { remarks } = await (await fixture.open()).collect(async (batch) => void seen.push(...batch), { signal: never });
    expect(seen).toMatchObject([{ name: 'Отчёт.zip', sender: 'operator-1', replyTo: 'box 7' }, { name: '2.zip' }]);
    expect(remarks).toMatchObject([{ what: 'note-invalid', about: '2.zip' }]);
    expect((await readdir(inside('taken'))).sort()).toEqual(['1.zip', '1.zip.meta.json', '2.zip', '2.zip.meta.json']);
  });

  it('takes copied files only when they have not changed for a while', async () => {
    await fixture.close();
    fixture = await startSpoolFixture({ arrival: 'copied', settleSeconds: 3600 });
    await writeFile(inside('in', 'copied.zip'), 'x');
    expect((await collectWithRemarks()).names).toEqual([]);
    await fixture.close();
    fixture = await startSpoolFixture({ arrival: 'copied', settleSeconds: 0 });
    await writeFile(inside('in', 'copied.zip'), 'x');
    expect((await collectWithRemarks()).names).toEqual(['copied.zip']);
  });

  it('removes taken files where the settings say so', async () => {
    await fixture.close();
    fixture = await startSpoolFixture({ taken: 'remove' });
    await fixture.put('gone.zip', Buffer.from('x'));
    await collectAll(await fixture.open());
    expect(await readdir(inside('taken'))).toEqual([]);
    expect(await readdir(inside('ack'))).toEqual(['gone.zip.ack']);
  });

  it('does not hand over bytes that changed between the first and the second reading', async () => {
    await fixture.put('changing.zip', Buffer.alloc(6_000_000, 1));
    const collecting = (await fixture.open()).collect(async ([only]) => {
      await writeFile(inside('in', 'changing.zip'), Buffer.alloc(6_000_000, 2));
      for await (const _piece of only!.content as AsyncIterable<Uint8Array>);
    }, { signal: never });
    await expect(collecting).rejects.toSatisfy((error) => isReceptionError(error, 'channel-unreachable'));
    expect(await readdir(inside('ack'))).toEqual([]);
  });

  it('writes dispatches with a note first, under names that no file system misreads', async () => {
    const dispatch = { ...dispatchOf('42', 'operator-1', { fileName: '../../Квитанция: "1".zip', size: 3, inReplyTo: `report.zip#sha256:${'0'.repeat(64)}` }) };
    await (await fixture.open()).send(dispatch, Buffer.from('abc'), never);
    const names = await readdir(inside('out'));
    const name = names.find((each) => !each.endsWith('.meta.json'))!;
    expect(names.sort()).toEqual([name, `${name}.meta.json`]);
    expect(name).toMatch(/^[\p{L}\p{N} ._@+-]+$/u);
    expect(name).toContain('Квитанция');
    expect(JSON.parse(await readFile(inside('out', `${name}.meta.json`), 'utf8'))).toMatchObject({
      format: 'reception-spool/1', messageId: '<42@authority.test>', inReplyTo: 'report.zip', recipient: 'operator-1',
      fileName: '../../Квитанция: "1".zip', mediaType: 'application/zip', size: 3,
    });
  });

  it('does not write a dispatch again that the partner has taken away', async () => {
    const dispatch = dispatchOf('43', 'operator', { size: 3 });
    const first = await (await fixture.open()).send(dispatch, Buffer.from('abc'), never);
    for (const name of await readdir(inside('out'))) await rm(inside('out', name));
    expect(await (await fixture.open()).send(dispatch, Buffer.from('abc'), never)).toEqual(first);
    expect(await readdir(inside('out'))).toEqual([]);
  });

  it('finishes a handing-over that a crash cut between the ledger and the rename', async () => {
    const dispatch = dispatchOf('46', 'operator', { size: 3 });
    await (await fixture.open()).send(dispatch, Buffer.from('abc'), never);
    const name = (await readdir(inside('out'))).find((each) => !each.endsWith('.meta.json'))!;
    await rename(inside('out', name), inside('station', 'pending', sha256(dispatch.messageId)));
    await (await fixture.open()).send(dispatch, Buffer.from('abc'), never);
    expect(await readFile(inside('out', name), 'utf8')).toBe('abc');
    expect(await readdir(inside('station', 'pending'))).toEqual([]);
  });

  it('writes anew what a crash left half-written before the ledger', async () => {
    const dispatch = dispatchOf('47', 'operator', { size: 3 });
    await mkdir(inside('station', 'pending'), { recursive: true });
    await writeFile(inside('station', 'pending', sha256(dispatch.messageId)), 'a torn and longer draft');
    await (await fixture.open()).send(dispatch, Buffer.from('abc'), never);
    const [sent, ...more] = await fixture.sent();
    expect(more).toEqual([]);
    expect(Buffer.from(sent!.bytes).toString()).toBe('abc');
  });

  it('refuses other bytes under an id that was sent', async () => {
    const channel = await fixture.open();
    await channel.send(dispatchOf('44', 'operator', { size: 3 }), Buffer.from('abc'), never);
    const again = channel.send(dispatchOf('44', 'operator', { size: 3 }), Buffer.from('abd'), never);
    await expect(again).rejects.toSatisfy((error) => isReceptionError(error, 'channel-refused'));
  });

  it('clears out what the partner acknowledged', async () => {
    const channel = await fixture.open();
    await channel.send(dispatchOf('45', 'operator', { size: 3 }), Buffer.from('abc'), never);
    const name = (await readdir(inside('out'))).find((each) => !each.endsWith('.meta.json'))!;
    await writeFile(inside('out-ack', `${name}.ack`), '');
    await collectAll(channel);
    expect(await readdir(inside('out'))).toEqual([]);
    expect(await readdir(inside('out-ack'))).toEqual([]);
  });

  it('never creates the root folder: it may be a drive that is not mounted', async () => {
    await fixture.breakLine();
    await expect(collectAll(await fixture.open())).rejects.toSatisfy((error) => isReceptionError(error, 'channel-unreachable'));
    await expect(stat(fixture.folder)).rejects.toThrow('ENOENT');
    await fixture.mendLine();
  });
});
