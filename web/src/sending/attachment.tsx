// A file that will be sent: its name, as what it goes, and a way to take it back.
import { ActionIcon, FileButton, Group, NativeSelect, Text, Tooltip } from '@mantine/core';
import { IconPaperclip, IconX } from '@tabler/icons-react';
import { kindOf } from '../conversation/kinds';
import { file_kinds, type FileKind } from './message_body';
import classes from './sending.module.css';

export interface Attached {
  file: File;
  kind: FileKind;
}

interface AttachmentProps {
  attached: Attached;
  onKind: (kind: FileKind) => void;
  onRemove: () => void;
}

const kind_options = file_kinds.map((kind) => ({ value: kind, label: kindOf(kind).word }));

export function Attachment({ attached, onKind, onRemove }: AttachmentProps) {
  const { file, kind } = attached;
  const Icon = kindOf(kind).icon;
  return (
    <Group gap={8} wrap="nowrap" className={classes.strip} data-attachment={kind}>
      <Icon size={18} aria-hidden />
      <div className={classes.stripText}>
        <Text size="sm" truncate>
          {file.name}
        </Text>
        <Text size="xs" c="var(--faint)" className="numeric">
          {size(file.size)}
        </Text>
      </div>
      <NativeSelect
        size="xs"
        aria-label="Send the file as"
        data={kind_options}
        value={kind}
        onChange={(event) => onKind(event.currentTarget.value as FileKind)}
      />
      <ActionIcon variant="subtle" color="gray" aria-label="Remove the file" onClick={onRemove}>
        <IconX size={16} />
      </ActionIcon>
    </Group>
  );
}

export function AttachButton({ disabled, onFile }: { disabled: boolean; onFile: (file: File) => void }) {
  return (
    <FileButton onChange={(file) => file && onFile(file)}>
      {(props) => (
        <Tooltip label="Attach a file" withArrow>
          <ActionIcon {...props} size={36} variant="subtle" color="gray" aria-label="Attach a file" disabled={disabled}>
            <IconPaperclip size={19} />
          </ActionIcon>
        </Tooltip>
      )}
    </FileButton>
  );
}

function size(bytes: number): string {
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, 'kilobyte'] : [bytes / 1e6, 'megabyte'];
  return new Intl.NumberFormat(undefined, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value);
}
