// A file of recipients, read as rows and columns. What its cells mean a person says; whether they are right the shim says.
import Papa from 'papaparse';

export interface Sheet {
  file: string;
  rows: string[][]; // without the names of the columns
  columns: string[]; // a name for each column
  headed: boolean; // the first row has the names
}

export class SheetError extends Error {}

// Spreadsheets write UTF-8, or what was common before it.
function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

export async function readSheet(file: File): Promise<Sheet> {
  return sheetOf(file.name, decode(await file.arrayBuffer()));
}

// A text has no such characters; pictures and the spreadsheets' own formats have.
const binary = /[\u0000-\u0008\u000e-\u001f]/;

export function sheetOf(file: string, text: string): Sheet {
  if (binary.test(text)) throw new SheetError(`${file} is no text. Save the table as CSV and choose that file.`);
  const { data, errors } = Papa.parse<string[]>(text, { skipEmptyLines: 'greedy' });
  const error = errors.find((one) => one.type === 'Quotes');
  if (error) throw new SheetError(`${file}: row ${(error.row ?? 0) + 1}: ${error.message}. Correct it and choose the file again.`);
  const rows = data.map((row) => row.map((cell) => cell.trim()));
  const [first] = rows;
  if (!first) throw new SheetError(`${file} is empty.`);
  // A row without any longer number in it has no recipient.
  if (rows.length === 1 && !first.some(isNumber)) {
    throw new SheetError(`${file} has one row, and no phone number in it: there are no recipients.`);
  }
  const headed = rows.length > 1 && !first.some(isNumber);
  const width = Math.max(...rows.slice(0, 100).map((row) => row.length));
  const columns = Array.from({ length: width }, (_, index) => (headed && first[index]) || `Column ${index + 1}`);
  return { file, rows: headed ? rows.slice(1) : rows, columns, headed };
}

function isNumber(cell: string): boolean {
  return cell.replace(/\D/g, '').length >= 6;
}

// The column that most likely has the phone numbers; undefined where none looks like it.
export function phoneColumn({ rows }: Sheet): number | undefined {
  const row = rows.find((one) => one.some(isNumber));
  return row?.findIndex(isNumber);
}
