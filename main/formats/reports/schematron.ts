import { XmlXPathError, XmlError } from 'libxml2-wasm';
import type { XmlDocument, XmlNode } from 'libxml2-wasm';
import type { Finding } from '../../domain/verdict.ts';
import { fault, faults, remark } from '../finding.ts';
import type { FormSchema } from '../packs/packs.ts';
import { readXml } from '../xml/read-xml.ts';
import type { XmlElement } from '../xml/read-xml.ts';
import { substituteFunctions } from './xpath-functions.ts';

type Assert = { readonly context: string; readonly test: string; readonly error: XmlElement | undefined };

const most = 100;
const mostNodes = 20_000;

/**
 * Logical control that a form's XSD carries in xs:appinfo: sch:rule with a context, sch:assert with a test,
 * usch:error with the classifier's code, the path and the words. XPath is evaluated by libxml2.
 */
export function applySchematron(document: XmlDocument, schema: FormSchema, file: { readonly fileName: string; readonly bareName: string }): Finding[] {
  const findings: Finding[] = [];
  for (const assert of assertsOf(schema)) {
    if (findings.length >= most) break;
    findings.push(...applyAssert(document, assert, file));
  }
  return findings.slice(0, most);
}

const known = new WeakMap<FormSchema, readonly Assert[]>();

function assertsOf(schema: FormSchema): readonly Assert[] {
  let asserts = known.get(schema);
  if (asserts === undefined) {
    const reading = readXml(schema.xsd, { bytes: 8 * 2 ** 20, depth: 128, elements: 200_000 });
    asserts = reading.ok ? collect(reading.root, undefined) : [];
    known.set(schema, asserts);
  }
  return asserts;
}

function collect(element: XmlElement, context: string | undefined): Assert[] {
  const name = element.name.slice(element.name.indexOf(':') + 1);
  const here = name === 'rule' ? element.attributes['context'] : context;
  const test = element.attributes['test'];
  if (name === 'assert' && here !== undefined && test !== undefined) {
    return [{ context: here, test, error: element.elements.find((one) => one.name.endsWith(':error') || one.name === 'error') }];
  }
  return element.elements.flatMap((child) => collect(child, here));
}

function applyAssert(document: XmlDocument, assert: Assert, file: { readonly fileName: string; readonly bareName: string }): Finding[] {
  try {
    const test = `boolean(${substituteFunctions(assert.test, file.bareName)})`;
    const context = assert.context.startsWith('/') ? assert.context : `//${assert.context}`;
    return document
      .find(context)
      .slice(0, mostNodes)
      .filter((node) => node.eval(test) !== true)
      .slice(0, most)
      .map((node) => broken(node, assert, file));
  } catch (error) {
    if (!(error instanceof XmlXPathError) && !(error instanceof XmlError)) throw error;
    return [remark(faults.clarify, `Правило логического контроля не применено, обратитесь к администратору: ${assert.test.trim().slice(0, 200)}`, { fileName: file.fileName })];
  }
}

function broken(node: XmlNode, assert: Assert, file: { readonly fileName: string; readonly bareName: string }): Finding {
  const { error } = assert;
  const code = error?.attributes['code'] ?? '';
  const path = error?.attributes['path'];
  const select = error?.attributes['value-of-select'];
  const value = select === undefined ? undefined : stringOf(node, select, file.bareName).slice(0, 500);
  const line = node.line;
  return fault(/^\d{10}$/.test(code) ? code : '0400300000', textOf(node, error, assert, file.bareName), {
    fileName: file.fileName,
    path: `${pathOf(node)}${path === undefined ? '' : `/${path}`}`.slice(0, 1000),
    ...(value === undefined ? {} : { value }),
    ...(line > 0 ? { line } : {}),
  });
}

/** The words of usch:error with every usch:value-of replaced; saxes keeps text and elements apart, so the parts are joined by order of gaps. */
function textOf(node: XmlNode, error: XmlElement | undefined, assert: Assert, fileName: string): string {
  if (error === undefined) return `Не выполнено условие: ${assert.test.trim().slice(0, 300)}`;
  const values = error.elements.filter((one) => one.name.endsWith('value-of')).map((one) => stringOf(node, one.attributes['select'] ?? "''", fileName));
  let next = 0;
  const words = (error.pieces ?? [error.text]).map((piece) => (piece === undefined ? (values[next++] ?? '') : piece)).join('');
  return words.replace(/\s+/g, ' ').trim().slice(0, 1000);
}

function stringOf(node: XmlNode, select: string, fileName: string): string {
  const value = node.eval(`string(${substituteFunctions(select, fileName)})`);
  return typeof value === 'string' ? value : '';
}

function pathOf(node: XmlNode): string {
  const names: string[] = [];
  for (let here: XmlNode | null = node; here !== null && names.length < 64; here = here.parent) {
    const element = here as XmlNode & { readonly name: string };
    names.unshift(`/${element.name}${positionOf(here)}`);
  }
  return names.join('');
}

function positionOf(node: XmlNode): string {
  const { name } = node as XmlNode & { readonly name: string };
  const before = node.eval(`count(preceding-sibling::*[name()='${name}'])`);
  const after = node.eval(`count(following-sibling::*[name()='${name}'])`);
  return before === 0 && after === 0 ? '' : `[${Number(before) + 1}]`;
}
