import { Text } from '@mantine/core';
import { useTexts } from '../../texts/language.js';
import { DatasetLink, MemberLink } from './names.js';

/** Who gets a share: an originator by its legal name; a royalty goes to a dataset, whose owner is told, but whose originators get it. */
export function PayeeName({
  datasetId,
  member,
  title,
}: {
  member: { id: number; legalName: string };
  datasetId: number | undefined;
  title: string | undefined;
}) {
  const { datasets: texts } = useTexts();
  if (datasetId === undefined) return <MemberLink member={member} />;
  return (
    <div>
      <DatasetLink id={datasetId} title={title} />
      <Text size="xs" c="dimmed" component="div">
        {texts.owner}: <MemberLink member={member} />
      </Text>
    </div>
  );
}
