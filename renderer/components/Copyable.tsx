import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../app/texts.ts';

/** A value copied by a click: tax numbers, registration numbers, digests. `short` shows the ends of a long one. */
export function Copyable({ value, short = false, mono = false, label }: { readonly value: string; readonly short?: boolean; readonly mono?: boolean; readonly label?: string }) {
  const t = useText();
  const [copied, setCopied] = useState(false);
  const copy = () => {
    copyText(value);
    setCopied(true);
    window.setTimeout(() => setCopied(false), 1200);
  };
  const shown = short && value.length > 20 ? `${value.slice(0, 8)}…${value.slice(-6)}` : value;
  return (
    <button type="button" className={`copyable${mono ? ' mono' : ''}`} title={`${t('act.copy')}: ${value}`} aria-label={`${label ?? ''} ${shown}. ${t(copied ? 'copied' : 'act.copy')}`.trim()} onClick={copy}>
      <span className="cut">{shown}</span>
      {copied ? <Check size={12} aria-hidden /> : <Copy size={12} aria-hidden />}
    </button>
  );
}

export function copyText(text: string): void {
  void navigator.clipboard?.writeText(text).catch(() => copyByHand(text));
}

/** Where the clipboard's own interface is refused. */
function copyByHand(text: string): void {
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}
