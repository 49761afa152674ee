import { Button, Code, CopyButton } from '@mantine/core';
import { useTexts } from '../../texts/language.js';

const ENDS = 8;

/** A hash or address: its ends to look at, the whole to copy. */
export function Hash({ label, value }: { value: string; label: string }) {
  const { common } = useTexts();
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      <Code title={value}>{`${value.slice(0, ENDS)}…${value.slice(-ENDS + 2)}`}</Code>{' '}
      {/* A browser lets nothing be copied over a connection that is not secure. */}
      {window.isSecureContext && (
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button
              size="compact-xs"
              variant="subtle"
              onClick={copy}
              aria-label={`${copied ? common.copied : common.copy}: ${label}`}
            >
              {copied ? common.copied : common.copy}
            </Button>
          )}
        </CopyButton>
      )}
    </span>
  );
}
