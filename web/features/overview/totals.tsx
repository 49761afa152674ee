import { Paper, SimpleGrid, Text } from '@mantine/core';
import { Answer } from '../../components/ui/states.js';
import { useOne } from '../../data/api.js';
import { useFormat } from '../../texts/format.js';
import { useTexts } from '../../texts/language.js';

/** The counts and sums of the whole ledger. */
export function Totals() {
  const { overview: texts } = useTexts();
  const format = useFormat();
  const counts = useOne('overview', {});
  const books = useOne('books', {});
  return (
    <Answer query={counts}>
      {(of) => (
        <Answer query={books}>
          {(money) => (
            <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="sm">
              <Total label={texts.members} value={format.number(of.members)} />
              <Total
                label={texts.datasets}
                value={format.number(of.datasets)}
                note={`${texts.versions(of.versions)} · ${texts.derivations(of.derivations)}`}
              />
              <Total label={texts.grants} value={format.number(of.grants)} note={texts.offers(of.offers)} />
              <Total label={texts.collected} value={format.money(money.collected)} note={texts.purchases(of.purchases)} />
              <Total label={texts.paidOut} value={format.money(money.paidOut)} note={texts.payouts(of.payouts)} />
              <Total label={texts.credit} value={format.money(money.credit)} note={texts.creditNote} />
            </SimpleGrid>
          )}
        </Answer>
      )}
    </Answer>
  );
}

function Total({ label, note, value }: { label: string; value: string; note?: string }) {
  return (
    <Paper withBorder p="sm" radius="md">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text size="xl" fw={700} style={{ fontVariantNumeric: 'tabular-nums', overflowWrap: 'anywhere' }}>
        {value}
      </Text>
      {note !== undefined && (
        <Text size="xs" c="dimmed">
          {note}
        </Text>
      )}
    </Paper>
  );
}
