import type { Finding } from '../domain/verdict.ts';

/** Codes of the error classifier (КОФО) that this room gives by itself; their titles stand in classifier.json. */
export const faults = {
  unknownFormat: '0300100001',
  schema: '0300300001',
  presence: '0300300030',
  fileName: '0200100003',
  fileIdentifier: '0400400007',
  wrongAuthority: '0100200001',
  taxNumber: '0400100005',
  combination: '0100800003',
  clarify: '0000000001',
} as const;

export function fault(code: string, text: string, more: Omit<Finding, 'code' | 'text' | 'severity'> = {}): Finding {
  return { code, severity: 'error', text, ...more };
}

export function remark(code: string, text: string, more: Omit<Finding, 'code' | 'text' | 'severity'> = {}): Finding {
  return { code, severity: 'warning', text, ...more };
}
