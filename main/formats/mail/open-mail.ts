import type { MailLayer } from '../readings.ts';
export async function openMail(_bytes: Uint8Array): Promise<MailLayer> {
  return { headers: { references: [], to: [], subject: '' }, body: { layer: 'plain', parts: [] } };
}
