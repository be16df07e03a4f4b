import { describe, expect, it } from 'vitest';
import type { Digest, Instant } from '../../domain/identifiers.ts';
import type { Examination, SubmissionDocument } from '../../domain/submission.ts';
import type { Finding } from '../../domain/verdict.ts';
import { decide } from './decide.ts';

const stored = { digest: 'a'.repeat(64) as Digest, size: 1 };
const document = (role: SubmissionDocument['role'], signed = true): SubmissionDocument => ({
  id: role,
  role,
  name: `${role}.xml`,
  mediaType: 'application/xml',
  content: stored,
  wasEncrypted: true,
  signatures: signed ? [{ role: 'subscriber', signature: stored, indication: 'TOTAL_PASSED' }] : [],
});
const flow = { id: 'f', type: '01', transaction: '01', sender: 's', receiver: '7700' };
const examination = (change: Partial<Examination> = {}): Examination => ({
  container: 'fns-container',
  flow,
  subscriber: { name: 'ООО', taxNumber: '7700000009' },
  documents: [document('declaration')],
  indication: 'TOTAL_PASSED',
  findings: [],
  duties: [],
  examinedAt: '2026-11-22T08:00:00.000Z' as Instant,
  protocol: stored,
  searchText: stored,
  ...change,
});
const fault: Finding = { code: '0300300001', severity: 'error', text: 'не по схеме' };
const remark: Finding = { ...fault, severity: 'warning' };
const policy = { onIndeterminate: 'leave-to-officer' } as const;

describe('the decision', () => {
  it('accepts what has good signatures and no errors', () => {
    expect(decide(examination({ findings: [remark] }), policy)).toEqual({ state: 'accepted', reasons: [] });
  });
  it('refuses for an error of control and names it', () => {
    expect(decide(examination({ findings: [fault] }), policy)).toEqual({ state: 'refused', reasons: [{ code: fault.code, text: fault.text }] });
  });
  it('refuses a failed signature even where control found nothing', () => {
    expect(decide(examination({ indication: 'TOTAL_FAILED' }), policy)).toMatchObject({ state: 'refused', reasons: [{ code: '0100100000' }] });
  });
  it('leaves an undetermined signature to an officer, or refuses it, as the settings say', () => {
    const undetermined = examination({ indication: 'INDETERMINATE' });
    expect(decide(undetermined, policy).state).toBe('deciding');
    expect(decide(undetermined, { onIndeterminate: 'refuse' }).state).toBe('refused');
  });
  it('quarantines what cannot be read, with the reason', () => {
    const { flow: _, ...bare } = examination({ container: 'unreadable', documents: [], findings: [fault] });
    expect(decide(bare, policy)).toEqual({ state: 'quarantined', reasons: [{ code: fault.code, text: fault.text }] });
  });
  it('answers no unsigned mail by itself', () => {
    const { flow: _, ...mail } = examination({ container: 'mail', documents: [document('mail-body', false)], indication: 'INDETERMINATE' });
    expect(decide(mail, policy).state).toBe('deciding');
  });
  it('leaves document flows that it has no rule for to an officer', () => {
    expect(decide(examination({ flow: { ...flow, type: '06' } }), policy).state).toBe('deciding');
  });
});
