import { Alert, Stack, Text } from '@mantine/core';
import { DatasetLink, MemberLink } from '../../components/ui/names.js';
import { Answer } from '../../components/ui/states.js';
import { useOne } from '../../data/api.js';
import { useTitleOf, useTitles } from '../../data/names.js';
import { useFormat } from '../../texts/format.js';
import { useTexts } from '../../texts/language.js';

/** What the ledger says of a content root. */
export function Verdict({ name, root, wanted }: { name: string; root: string; wanted: number | undefined }) {
  const { common, verify: texts } = useTexts();
  const hits = useOne('search', { q: root });
  const title = useTitles(wanted === undefined ? [] : [wanted]);
  return (
    <Answer query={hits}>
      {(found) => {
        const versions = found
          .filter(({ kind }) => kind === 'version')
          .map(({ id }) => Number(id))
          .sort((one, other) => one - other);
        if (versions.length > 0) {
          return (
            <Stack gap="sm">
              {versions.map((id, index) => (
                <Match key={id} name={name} versionId={id} wanted={wanted} first={versions.length > 1 && index === 0} />
              ))}
            </Stack>
          );
        }
        return (
          <Alert color="red" title={texts.bad} data-testid="bad">
            {texts.badText(name)}
            {wanted !== undefined && <Text size="sm">{texts.otherDataset(title(wanted) ?? common.dataset(wanted))}</Text>}
          </Alert>
        );
      }}
    </Answer>
  );
}

function Match({
  first,
  name,
  versionId,
  wanted,
}: {
  name: string;
  versionId: number;
  wanted: number | undefined;
  /** Of several versions with these bytes, the earliest. */
  first: boolean;
}) {
  const { common, verify: texts } = useTexts();
  const format = useFormat();
  const titleOf = useTitleOf();
  const version = useOne('version', { id: versionId });
  const dataset = useOne('dataset', version.data && { id: version.data.datasetId });
  const wantedTitle = useTitles(wanted === undefined ? [] : [wanted]);
  // The verdict is told when it is whole: that a file is registered is half of it while a newer version may be the current one.
  return (
    <Answer query={version}>
      {(of) => (
        <Answer query={dataset}>
          {({ currentVersionId: current }) => {
            const title = titleOf(of) ?? common.dataset(of.datasetId);
            const other = wanted !== undefined && wanted !== of.datasetId;
            return (
              <Alert color={of.withdrawn === null && !other ? 'green' : 'orange'} title={texts.good} data-testid="good">
                <Text size="sm">{texts.goodText(name, versionId, title)}</Text>
                {first && <Text size="sm">{texts.first}</Text>}
                <Text size="sm">
                  <DatasetLink id={of.datasetId} title={title} />
                </Text>
                <Text size="sm">
                  {texts.publisher}: <MemberLink member={of.publisher} /> · {texts.published}: {format.time(of.publishedAt)}
                </Text>
                {current !== versionId && <Text size="sm">{texts.goodBut(current)}</Text>}
                {of.withdrawn !== null && <Text size="sm">{texts.withdrawn(of.withdrawn)}</Text>}
                {other && <Text size="sm">{texts.otherDataset(wantedTitle(wanted) ?? common.dataset(wanted))}</Text>}
              </Alert>
            );
          }}
        </Answer>
      )}
    </Answer>
  );
}
