/** типСодержимого of the container (order 535@, appendix 3) by the extension of a file; what it does not name is `unknown`. */
export function contentTypeOf(fileName: string): string {
  const extension = fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase();
  return byExtension.get(extension) ?? 'unknown';
}

const byExtension: ReadonlyMap<string, string> = new Map([
  ['xml', 'xml'],
  ['html', 'html'],
  ['htm', 'html'],
  ['pdf', 'pdf'],
  ['rtf', 'rtf'],
  ['tif', 'tiff'],
  ['tiff', 'tiff'],
  ['jpg', 'jpeg'],
  ['jpeg', 'jpeg'],
  ['png', 'png'],
  ['doc', 'ms-word'],
  ['xls', 'ms-excel'],
  ['odt', 'odf-text'],
  ['ods', 'odf-spreadsheet'],
  ['docx', 'oxml-word'],
  ['xlsx', 'oxml-spreadsheet'],
]);
