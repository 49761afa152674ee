import { Anchor } from '@mantine/core';
import type { AnswerOf } from '../../../sdk/api/endpoints.js';
import { Facts } from '../../components/ui/facts.js';
import { Hash } from '../../components/ui/hash.js';
import { useFormat } from '../../texts/format.js';
import { useTexts } from '../../texts/language.js';

const NO_HASH = /^0x0{64}$/;

/** What the current version is, by the chain and by its publisher. */
export function CurrentVersion({ dataset }: { dataset: AnswerOf<'dataset'> }) {
  const { common, datasets: texts } = useTexts();
  const format = useFormat();
  const { current, metadata } = dataset;
  const { contact, keywords, licence } = (metadata ?? {}) as {
    keywords?: string[];
    licence?: string;
    contact?: { name: string; email?: string; url?: string };
  };
  return (
    <Facts
      facts={[
        [texts.versionsTitle, common.version(current.id)],
        [common.date, format.time(current.publishedAt)],
        [texts.size, format.bytes(current.byteSize)],
        [texts.root, <Hash key="root" label={texts.root} value={current.contentRoot} />],
        [
          texts.metadataHash,
          NO_HASH.test(current.metadataHash) ? (
            common.none
          ) : (
            <Hash key="metadata" label={texts.metadataHash} value={current.metadataHash} />
          ),
        ],
        [texts.keywords, keywords?.join(', ')],
        [texts.licence, licence && <Licence key="licence" licence={licence} />],
        [texts.contact, contact && [contact.name, contact.email, contact.url].filter(Boolean).join(', ')],
      ]}
    />
  );
}

function Licence({ licence }: { licence: string }) {
  if (!/^https?:\/\//.test(licence)) return licence;
  return (
    <Anchor href={licence} rel="noreferrer" inherit>
      {licence}
    </Anchor>
  );
}
