import type { AnswerOf } from '../../../sdk/api/endpoints.js';
import { Facts } from '../../components/ui/facts.js';
import { Hash } from '../../components/ui/hash.js';
import { LegalName, MemberLink } from '../../components/ui/names.js';
import { useLegalNames } from '../../data/names.js';
import { useFormat } from '../../texts/format.js';
import { useTexts } from '../../texts/language.js';

const NO_HASH = /^0x0{64}$/;

/** Who a member is by law, and who has checked it. */
export function Identity({ member }: { member: AnswerOf<'member'> }) {
  const { common, members: texts } = useTexts();
  const format = useFormat();
  const { credentialHash, notaryId, scheme } = member;
  const notary = useLegalNames([notaryId])(notaryId) ?? common.member(notaryId);
  return (
    <Facts
      facts={[
        [texts.name, <LegalName key="name">{member.legalName}</LegalName>],
        [texts.schemes[scheme as keyof typeof texts.schemes] ?? scheme, member.identifier],
        [texts.notary, notaryId === 0 ? texts.founder : <MemberLink key="notary" member={{ id: notaryId, legalName: notary }} />],
        [texts.admitted, format.date(member.admittedAt)],
        [texts.validUntil, format.date(member.validUntil)],
        [
          texts.credential,
          NO_HASH.test(credentialHash) ? texts.noCredential : <Hash key="hash" label={texts.credential} value={credentialHash} />,
        ],
      ]}
    />
  );
}
