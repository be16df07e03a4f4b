import { XmlDocument, XmlValidateError, XmlLibError, XsdValidator, ParseOption } from 'libxml2-wasm';
import type { XmlElement } from 'libxml2-wasm';
import { ReceptionError } from '../../domain/errors.ts';
import type { Finding } from '../../domain/verdict.ts';
import { fault, faults } from '../finding.ts';
import type { FormSchema } from '../packs/packs.ts';
import { applySchematron } from './schematron.ts';

const safe = ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_BIG_LINES;
const most = 100;

/**
 * The document against a form's XSD and against the asserts that stand in the XSD's appinfo.
 * The bytes must have passed readXml: no DOCTYPE, known encoding, bounded.
 */
export function validateSchema(bytes: Uint8Array, schema: FormSchema, file: { readonly fileName: string; readonly bareName: string }): Finding[] {
  let document: XmlDocument;
  try {
    document = XmlDocument.fromBuffer(bytes, { option: safe });
  } catch (error) {
    return [notParsed(error, file.fileName)];
  }
  try {
    return [...validate(document, schema, file.fileName), ...applySchematron(document, schema, file)].slice(0, most);
  } finally {
    document.dispose();
  }
}

function notParsed(error: unknown, fileName: string): Finding {
  const detail = error instanceof XmlLibError ? error.details[0] : undefined;
  return fault(faults.unknownFormat, `Файл «${fileName}» не прочитан: нарушен синтаксис XML${detail === undefined ? '' : `, строка ${detail.line}`}.`, { fileName });
}

function validate(document: XmlDocument, schema: FormSchema, fileName: string): Finding[] {
  try {
    validatorOf(schema).validate(document);
    return [];
  } catch (error) {
    if (!(error instanceof XmlValidateError)) throw error;
    return error.details.slice(0, most).map((detail) => described(detail, document, fileName));
  }
}

const compiled = new WeakMap<FormSchema, XsdValidator>();

/** Compiled once and kept as long as the pack: compiling costs more than validating. */
function validatorOf(schema: FormSchema): XsdValidator {
  let validator = compiled.get(schema);
  if (validator === undefined) {
    const xsd = XmlDocument.fromBuffer(schema.xsd, { option: safe });
    try {
      validator = XsdValidator.fromDoc(xsd);
    } catch (cause) {
      throw new ReceptionError('settings-invalid', `The schema ${schema.name} cannot be used`, { cause, details: { file: schema.name } });
    } finally {
      xsd.dispose();
    }
    compiled.set(schema, validator);
  }
  return validator;
}

type Detail = { readonly message: string; readonly line: number; readonly xpath?: string };

function described(detail: Detail, document: XmlDocument, fileName: string): Finding {
  const { xpath } = detail;
  const named = nameOf(detail, document);
  const value = valueOf(detail.message);
  return fault(faults.schema, `${sentence(detail.message, named)} (строка ${detail.line})`, {
    fileName,
    line: detail.line,
    ...(xpath === undefined ? {} : { path: withAttribute(xpath, detail.message) }),
    ...(value === undefined ? {} : { value }),
  });
}

function withAttribute(xpath: string, message: string): string {
  const name = attributeOf(message);
  return (name === undefined ? xpath : `${xpath}/@${name}`).slice(0, 1000);
}

function attributeOf(message: string): string | undefined {
  return /attribute '([^']{1,100})'/.exec(message)?.[1];
}

function valueOf(message: string): string | undefined {
  return /(?:The value |: )'([^']{0,500})' (?:is not|has|exceeds)/.exec(message)?.[1];
}

function nameOf(detail: Detail, document: XmlDocument): string {
  const stated = /^Element '([^']{1,200})'/.exec(detail.message)?.[1];
  if (stated !== undefined) return stated;
  const node = detail.xpath === undefined ? null : document.get(detail.xpath);
  return node === null ? 'документ' : (node as XmlElement).name;
}

/** libxml2's sentence in words for people; its own words stand behind where no pattern fits. */
function sentence(message: string, element: string): string {
  const attribute = attributeOf(message);
  const place = attribute === undefined ? `Элемент «${element}»` : `Элемент «${element}», реквизит «${attribute}»`;
  const value = valueOf(message);
  if (/is required but missing/.test(message)) return `${place}: обязательный реквизит отсутствует`;
  if (/attribute .* is not allowed/.test(message)) return `${place}: такого реквизита нет в формате`;
  if (/This element is not expected/.test(message)) return `${place}: здесь не ожидается${expected(message)}`;
  if (/Missing child element/.test(message)) return `${place}: не хватает вложенных элементов${expected(message)}`;
  if (/Character content.* is not allowed/.test(message)) return `${place}: текст внутри элемента не допускается`;
  if (/is not an element of the set|not accepted by the pattern|not a valid value|exceeds|differs|allowed (min|max)imum|greater|less|digits/.test(message)) {
    return `${place}: недопустимое значение${value === undefined ? '' : ` «${value}»`}${allowed(message)}`;
  }
  return `${place}: ${message.replace(/^Element '[^']*'(, attribute '[^']*')?: /, '').trim().slice(0, 300)}`;
}

function expected(message: string): string {
  const names = /Expected is (?:one of )?\(([^)]{1,300})\)/.exec(message)?.[1]?.trim();
  return names === undefined ? '' : `; ожидается: ${names}`;
}

function allowed(message: string): string {
  const set = /set \{([^}]{1,300})\}/.exec(message)?.[1];
  return set === undefined ? '' : `; допустимы: ${set.replaceAll("'", '')}`;
}
