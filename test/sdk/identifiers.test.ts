import { expect } from 'chai';
import { remainderBy97 } from '../../sdk/check-digits.js';
import type { LedgerError } from '../../sdk/errors.js';
import { parseIdentifier, requireCanonical } from '../../sdk/identifiers.js';

const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return (error as LedgerError).code;
  }
  return 'none';
};
const isGood = (scheme: string, number: string) => codeOf(() => parseIdentifier(scheme, number)) === 'none';

/** All numbers that differ from `number` in one decimal digit, out of those at `positions`. */
function* slips(number: string, positions: readonly number[]): Generator<string> {
  for (const position of positions) {
    for (const digit of '0123456789') {
      if (!/\d/.test(number.charAt(position)) || number[position] === digit) continue;
      yield `${number.slice(0, position)}${digit}${number.slice(position + 1)}`;
    }
  }
}
const everywhere = (number: string) => Array.from(number, (_, position) => position);
const undetected = (scheme: string, number: string, positions = everywhere(number)) =>
  [...slips(number, positions)].filter((slip) => isGood(scheme, slip));

/** Numbers that registers publish of well-known companies and offices; and those, wrong in each way. */
const GOOD = {
  LEI: [
    '5493001KJTIIGC8Y1R12',
    '7LTWFZYICNSX8D621K86',
    'HWUPKR0MPOU8FGXBT394',
    '213800WAVVOPS85N2205',
    '529900D6BF99LW9R2E68',
    '9884007ER46L6N7EI764',
  ],
  'KR-BRN': ['1248100998', '2208162517', '1018109147', '1078614075', '1208147521', '1208800767'],
  'JP-CN': ['1180301018771', '7000012050002', '5010401067252', '8000012010038', '1130001011420'],
} as const;
const BAD = {
  LEI: [
    '',
    '5493001KJTIIGC8Y1R1',
    '5493001KJTIIGC8Y1R122',
    '5493001KJTIIGC8Y1R21',
    '5493001KJTIIGC8Y1RA2',
    '5493001KJTIIGC8Y1Ö12',
  ],
  'KR-BRN': ['', '124810099', '12481009980', '1248100989', '124810099A', '0000000000'],
  'JP-CN': ['', '118030101877', '11803010187710', '1810301018771', '118030101877A', '0180301018771'],
} as const;

/** Per country of the EU, numbers of which each slip in one digit is found out. */
const VAT_STRICT = [
  ['ATU13585627', 'ATU14189108', 'BE0428759497', 'BE0403019261', 'CY10259033P', 'DE136695976', 'DE129273398'],
  ['DK13585628', 'DK24256790', 'EE100931558', 'EL094259216', 'EL094019245', 'ESA28015865', 'ESA15075062'],
  ['FI20774740', 'FI01120389', 'FR40303265045', 'FR83404833048', 'HR33392005961', 'HU12892312', 'HU10625790'],
  ['IE6433435F', 'IE6388047V', 'IT00743110157', 'IT00484960588', 'LT119511515', 'LU15027442', 'LU20260743'],
  ['MT11679112', 'PL8567346215', 'PL7740001454', 'PT501964843', 'PT500697256', 'SI50223054', 'SK2022749619'],
].flat();
/** Two remainders share a check digit there, or not every digit is under it; the check digit itself always is, at this position. */
const VAT_LOOSE: [string, number][] = [
  ['BG175074752', 10],
  ['CZ25123891', 9],
  ['CZ00177041', 9],
  ['LV40003521600', 12],
  ['NL004495445B01', 10],
  ['RO18547290', 9],
  ['SE556056625801', 11],
  ['XI980780684', 10],
];
/** Rarer forms: letters in the key, other kinds of holders, other lengths. */
const VAT_RARE = [
  ['FRK7399859412', 'FR23334175221', 'IE3628739UA', 'IE8D79739I', 'XIGD499', 'XIHA500', 'NL000099998B57', 'LT100001919017'],
  ['ESB58378431', 'ESJ99216582', 'ESP0801900B', 'ES54362315K', 'ESX2482300W', 'ESM1234567L'],
  ['BG7523169263', 'BG8032056031', 'CZ7103192745', 'CZ640903926'],
].flat();

describe('register numbers', () => {
  for (const scheme of ['LEI', 'KR-BRN', 'JP-CN'] as const) {
    describe(scheme, () => {
      it('takes numbers that companies have', () => {
        for (const identifier of GOOD[scheme])
          expect(parseIdentifier(scheme, identifier)).to.deep.equal({ scheme, identifier, checked: true });
      });

      it('refuses wrong lengths, characters and digits that changed places', () => {
        for (const identifier of BAD[scheme])
          expect(
            codeOf(() => parseIdentifier(scheme, identifier)),
            identifier,
          ).to.equal('BAD_IDENTIFIER');
      });
    });
  }

  it('LEI and KR-BRN: each slip in one digit is refused', () => {
    for (const scheme of ['LEI', 'KR-BRN'] as const)
      for (const number of GOOD[scheme]) expect(undetected(scheme, number), number).to.deep.equal([]);
  });

  it('JP-CN: each slip in one digit is refused, but 0 and 9 are the same to its check digit', () => {
    const nineAsZero = (number: string) => number.replaceAll('9', '0');
    for (const number of GOOD['JP-CN'])
      for (const slip of undetected('JP-CN', number)) expect(nineAsZero(slip)).to.equal(nineAsZero(number));
    expect(undetected('JP-CN', '5010401067252')).to.have.length(4);
  });

  it('LEI: the check digits 00, 01 and 99 do not come up, though they leave the same remainder', () => {
    for (const [twin, right] of [
      ['00', '97'],
      ['01', '98'],
      ['99', '02'],
    ]) {
      const bodies = Array.from({ length: 1000 }, (_, i) => `5493001KJTIIGC8${String(i).padStart(3, '0')}`);
      const body = bodies.find((one) => isGood('LEI', `${one}${right}`));
      expect(body).to.be.a('string');
      expect(remainderBy97(`${body}${twin}`)).to.equal(1);
      expect(isGood('LEI', `${body}${twin}`)).to.equal(false);
    }
  });

  describe('VAT', () => {
    it('takes numbers of every country of the EU and of Northern Ireland', () => {
      const numbers = [...VAT_STRICT, ...VAT_LOOSE.map(([number]) => number), ...VAT_RARE];
      for (const number of numbers) expect(isGood('VAT', number), number).to.equal(true);
      expect(new Set(numbers.map((number) => number.slice(0, 2))).size).to.equal(28);
    });

    it('refuses each slip in one digit', () => {
      for (const number of VAT_STRICT) expect(undetected('VAT', number), number).to.deep.equal([]);
    });

    it('refuses each slip in the check digit where the country promises no more', () => {
      for (const [number, position] of VAT_LOOSE) expect(undetected('VAT', number, [position]), number).to.deep.equal([]);
    });

    it('refuses other countries, shapes and an invented number', () => {
      for (const number of [
        'US123456789',
        'GR094259216',
        'toString',
        'DE13669597',
        'DE036695976',
        'NL004495445A01',
        'NL004495445B00',
        'FRIO303265045',
        'FRK8399859412',
        'ESI28015865',
        'IE8D79739J',
        'CY12259033P',
        'SE556056625800',
        'XIGD500',
        'XIHA499',
        'IT00000000000',
      ]) {
        expect(
          codeOf(() => parseIdentifier('VAT', number)),
          number,
        ).to.equal('BAD_IDENTIFIER');
      }
    });
  });

  it('EUID: form only', () => {
    for (const identifier of [
      'DEK1101R.HRB116737',
      'FR7501.842847855',
      'ATBRA.123456K',
      'FIFPRO.0112038-9',
      'SEBOLREG.5560001234_1',
    ])
      expect(parseIdentifier('EUID', identifier)).to.deep.equal({ scheme: 'EUID', identifier, checked: true });
    expect(parseIdentifier('EUID', 'ROONRC.J40/372/2002').identifier).to.equal('ROONRC.J40-372-2002');
    for (const identifier of ['', 'DEK1101R', 'D.HRB1', 'DE.HRB1', 'DEK1101R.', 'DEK1101R.HRB:1', `DEK1101R.${'1'.repeat(56)}`])
      expect(
        codeOf(() => parseIdentifier('EUID', identifier)),
        identifier,
      ).to.equal('BAD_IDENTIFIER');
  });

  it('gives one spelling to what people write', () => {
    for (const [scheme, text, identifier] of [
      ['KR-BRN', ' 220-81-62517 ', '2208162517'],
      ['kr_brn', '２２０－８１－６２５１７', '2208162517'],
      ['JP-CN', '7‐0000‐1205‐0002', '7000012050002'],
      ['lei', '5493 001k jtii gc8y 1r12', '5493001KJTIIGC8Y1R12'],
      ['VAT', 'BE 0428.759.497', 'BE0428759497'],
      ['VAT', 'de 136 695 976', 'DE136695976'],
      ['EUID', 'deK1101R.HRB 116737', 'DEK1101R.HRB116737'],
    ] as const) {
      expect(parseIdentifier(scheme, text).identifier).to.equal(identifier);
    }
  });

  it('takes another scheme unchecked, within what the contract allows', () => {
    expect(parseIdentifier('ch-uid', 'che-123.456.789')).to.deep.equal({
      scheme: 'CH-UID',
      identifier: 'CHE-123.456.789',
      checked: false,
    });
    expect(isGood('S'.repeat(32), '_'.repeat(64))).to.equal(true);
    for (const scheme of ['', 'S'.repeat(33), 'A/B', '사업자'])
      expect(codeOf(() => parseIdentifier(scheme, '1'))).to.equal('BAD_SCHEME');
    for (const identifier of ['', 'I'.repeat(65), 'A/B', 'É1'])
      expect(codeOf(() => parseIdentifier('OTHER', identifier))).to.equal('BAD_IDENTIFIER');
  });

  it('requires the one spelling of what is signed', () => {
    expect(requireCanonical('KR-BRN', '2208162517')).to.deep.equal({ scheme: 'KR-BRN', identifier: '2208162517', checked: true });
    expect(codeOf(() => requireCanonical('KR-BRN', '220-81-62517'))).to.equal('IDENTIFIER_SPELLING');
    expect(codeOf(() => requireCanonical('kr-brn', '2208162517'))).to.equal('IDENTIFIER_SPELLING');
    expect(codeOf(() => requireCanonical('KRBRN', '2208162517'))).to.equal('IDENTIFIER_SPELLING');
    expect(codeOf(() => requireCanonical('KR-BRN', '2208162518'))).to.equal('BAD_IDENTIFIER');
  });
});
