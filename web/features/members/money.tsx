import type { AnswerOf } from '../../../sdk/api/endpoints.js';
import { Facts } from '../../components/ui/facts.js';
import { Hash } from '../../components/ui/hash.js';
import { useFormat } from '../../texts/format.js';
import { useTexts } from '../../texts/language.js';

/** What a member earned, was paid, and may be paid now. */
export function Money({ member: { account, payout } }: { member: AnswerOf<'member'> }) {
  const { members: texts } = useTexts();
  const format = useFormat();
  return (
    <Facts
      facts={[
        [texts.credited, format.money(account.credited)],
        [texts.paid, format.money(account.paid)],
        [texts.credit, format.money(account.credit)],
        [texts.minimum, format.money(payout.minimum)],
        [texts.payoutAccount, <Hash key="account" label={texts.payoutAccount} value={payout.account} />],
      ]}
    />
  );
}
