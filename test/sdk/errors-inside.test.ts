import { expect } from 'chai';
import { errorsInside, saidIn } from '../../sdk/errors-inside.js';

const refused = (address: string) => Object.assign(new Error(`connect ECONNREFUSED ${address}`), { code: 'ECONNREFUSED' });

describe('what is said in errors', () => {
  it('is said of a name with several addresses, of which none answers', () => {
    const error = Object.assign(new AggregateError([refused('::1:9650'), refused('127.0.0.1:9650')], ''), {
      code: 'ECONNREFUSED',
    });
    expect(saidIn(error)).to.equal('connect ECONNREFUSED ::1:9650; connect ECONNREFUSED 127.0.0.1:9650');
  });

  it('is said of causes and of what nodes answer, once each, whatever goes in a circle', () => {
    const inner = { code: -32005, message: 'limit exceeded', data: undefined as unknown };
    const error = new Error('could not coalesce error', { cause: Object.assign(new Error('limit exceeded'), { error: inner }) });
    inner.data = error;
    expect(saidIn(error)).to.equal('could not coalesce error; limit exceeded');
    expect(errorsInside(error)).to.have.length(3);
  });
});
