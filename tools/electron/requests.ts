import { chromium } from './chromium.ts';
import { fromChromium, ownScheme } from './addresses.ts';

type Answer = (request: Request) => Response | Promise<Response>;
export type Paused = {
  readonly requestId: string;
  readonly frameId: string;
  readonly resourceType: string;
  readonly request: { readonly url: string; readonly method: string; readonly headers: Record<string, string>; readonly postData?: string };
};

const answers = new Map<string, Answer>();
// What a page makes of itself, without asking anybody.
const harmless = new Set(['data', 'blob', 'about']);

export const protocol = {
  registerSchemesAsPrivileged(schemes: readonly { scheme: string }[]): void {
    for (const { scheme } of schemes) ownScheme(scheme);
  },
  handle(scheme: string, answer: Answer): void {
    if (answers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    ownScheme(scheme);
    answers.set(scheme, answer);
  },
  unhandle(scheme: string): void {
    answers.delete(scheme);
  },
  isProtocolHandled: (scheme: string): boolean => answers.has(scheme),
};

/** Answers one request of the browser: by the program's handler of its scheme, or with "no network". */
export async function answerRequest(paused: Paused): Promise<void> {
  const url = fromChromium(paused.request.url);
  const scheme = new URL(url).protocol.slice(0, -1);
  const answer = answers.get(scheme);
  if (answer !== undefined) return fulfil(paused, await answered(answer, url, paused.request));
  if (harmless.has(scheme)) return chromium.send('Fetch.continueRequest', { requestId: paused.requestId });
  return refuseRequest(paused.requestId, 'InternetDisconnected');
}

export function refuseRequest(requestId: string, errorReason: string): Promise<void> {
  return chromium.send('Fetch.failRequest', { requestId, errorReason });
}

async function answered(answer: Answer, url: string, asked: Paused['request']): Promise<Response> {
  const { method, headers, postData } = asked;
  // Request takes http addresses only; the program is shown its own.
  const request = new Request('http://standin/', { method, headers, ...(postData === undefined ? {} : { body: postData }) });
  Object.defineProperty(request, 'url', { value: url });
  try {
    return await answer(request);
  } catch (error) {
    console.error(error);
    return new Response('', { status: 500 });
  }
}

async function fulfil({ requestId }: Paused, response: Response): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer()).toString('base64');
  const responseHeaders = [...response.headers].map(([name, value]) => ({ name, value }));
  await chromium.send('Fetch.fulfillRequest', { requestId, responseCode: response.status, responseHeaders, body });
}
