// Recipients out of a file: which column has the phone numbers, and what fills each place of the template.
import { Alert, FileInput, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useState } from 'react';
import { amount, plural } from '../format';
import { Card } from '../number/tab';
import classes from './campaigns.module.css';
import { phoneColumn, readSheet, type Sheet } from './recipients_file';
import type { Recipient } from './types';

// Where a place of the template comes from: a column of the file, or the same text for all.
export type Source = { column: number } | { text: string };

export interface Mapping {
  sheet: Sheet;
  to: number;
  sources: Record<string, Source>; // by the mark of the place
}

export function sourceOf({ sheet, to, sources }: Mapping, mark: string, index: number): Source {
  // The columns after the phone number, in their order, until somebody says otherwise.
  const others = sheet.columns.map((_, column) => column).filter((column) => column !== to);
  return sources[mark] ?? { column: others[Math.min(index, others.length - 1)] ?? to };
}

export function recipientsOf(mapping: Mapping, marks: string[]): Recipient[] {
  const sources = marks.map((mark, index) => sourceOf(mapping, mark, index));
  return mapping.sheet.rows.map((row) => ({
    to: row[mapping.to] ?? '',
    parameters: sources.map((source) => ('text' in source ? source.text : (row[source.column] ?? ''))),
  }));
}

interface RecipientsCardProps {
  mapping: Mapping | undefined;
  marks: string[];
  onMapping: (mapping: Mapping | undefined) => void;
}

export function RecipientsCard({ mapping, marks, onMapping }: RecipientsCardProps) {
  const [error, setError] = useState('');

  async function choose(file: File | null) {
    setError('');
    onMapping(undefined);
    if (!file) return;
    try {
      const sheet = await readSheet(file);
      onMapping({ sheet, to: phoneColumn(sheet) ?? 0, sources: {} });
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason));
    }
  }

  return (
    <Card title="Recipients">
      <Stack gap="sm">
        <FileInput
          label="File"
          description="CSV: a row for each recipient, a column with the phone number, more columns for the places of the template"
          placeholder="Choose a file"
          accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
          leftSection={<IconFileSpreadsheet size={17} />}
          required
          clearable
          fileInputProps={{ 'aria-label': 'File of recipients' }}
          clearButtonProps={{ 'aria-label': 'Take the file back' }}
          error={error || undefined}
          onChange={(file) => void choose(file)}
        />
        {mapping && (
          <>
            <Text size="sm" role="status">
              {plural(mapping.sheet.rows.length, 'row', 'rows')}
              {mapping.sheet.headed ? '; the first line has the names of the columns.' : '; no line with the names of columns.'}
            </Text>
            {phoneColumn(mapping.sheet) === undefined && (
              <Alert color="yellow" variant="light" p="sm">
                No column looks like phone numbers. Say which one has the recipients, or choose another file.
              </Alert>
            )}
            <Columns mapping={mapping} marks={marks} onMapping={onMapping} />
            <Unfilled mapping={mapping} marks={marks} />
          </>
        )}
      </Stack>
    </Card>
  );
}

// Rows that have nothing for a place of the template.
function Unfilled({ mapping, marks }: { mapping: Mapping; marks: string[] }) {
  const count = recipientsOf(mapping, marks).filter(({ parameters }) => parameters.some((one) => !one)).length;
  if (!count) return null;
  return (
    <Alert color="yellow" variant="light" p="sm">
      {count === 1 ? '1 row has' : `${amount(count)} rows have`} nothing for a place of the template.
    </Alert>
  );
}

const same = 'same';

function Columns({ mapping, marks, onMapping }: { mapping: Mapping; marks: string[]; onMapping: (mapping: Mapping) => void }) {
  const { sheet, to, sources } = mapping;
  const columns = sheet.columns.map((name, index) => {
    const example = sheet.rows[0]?.[index];
    return { value: String(index), label: example ? `${name} – ${example}` : name };
  });
  const set = (mark: string, source: Source) => onMapping({ ...mapping, sources: { ...sources, [mark]: source } });
  return (
    <div className={classes.pair}>
      <NativeSelect
        label="Phone number"
        data={columns}
        value={String(to)}
        onChange={(event) => onMapping({ ...mapping, to: Number(event.currentTarget.value) })}
      />
      {marks.map((mark, index) => {
        const source = sourceOf(mapping, mark, index);
        const fixed = 'text' in source;
        return (
          <Stack key={mark} gap={6}>
            <NativeSelect
              label={`{{${mark}}}`}
              data={[...columns, { value: same, label: 'The same for all' }]}
              value={fixed ? same : String(source.column)}
              onChange={({ currentTarget: { value } }) => set(mark, value === same ? { text: '' } : { column: Number(value) })}
            />
            {fixed && (
              <TextInput
                aria-label={`Text for {{${mark}}}`}
                required
                value={source.text}
                onChange={(event) => set(mark, { text: event.currentTarget.value })}
              />
            )}
          </Stack>
        );
      })}
    </div>
  );
}
