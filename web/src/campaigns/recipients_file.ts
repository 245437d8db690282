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

export function sheetOf(file: string, text: string): Sheet {
  const { data, errors } = Papa.parse<string[]>(text, { skipEmptyLines: 'greedy' });
  const error = errors.find((one) => one.type === 'Quotes');
  if (error) throw new SheetError(`${file}: row ${(error.row ?? 0) + 1}: ${error.message}. Correct it and choose the file again.`);
  const rows = data.map((row) => row.map((cell) => cell.trim()));
  const [first] = rows;
  if (!first) throw new SheetError(`${file} is empty.`);
  // A row without any longer number in it has no recipient.
  const headed = rows.length > 1 && !first.some(isNumber);
  const width = Math.max(...rows.slice(0, 100).map((row) => row.length));
  const columns = Array.from({ length: width }, (_, index) => (headed && first[index]) || `Column ${index + 1}`);
  return { file, rows: headed ? rows.slice(1) : rows, columns, headed };
}

function isNumber(cell: string): boolean {
  return cell.replace(/\D/g, '').length >= 6;
}

// The column that most likely has the phone numbers.
export function phoneColumn({ rows }: Sheet): number {
  const found = rows[0]?.findIndex(isNumber) ?? -1;
  return found < 0 ? 0 : found;
}
