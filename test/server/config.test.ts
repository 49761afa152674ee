import { expect } from 'chai';
import { readConfig, SETTINGS } from '../../server/config.js';

describe('settings', () => {
  it('refuse one that is set to nothing: nothing is no host, no limit and no policy', () => {
    for (const setting of Object.keys(SETTINGS.shape)) {
      let refusal: unknown;
      try {
        readConfig({ [setting]: '' });
      } catch (error) {
        refusal = error;
      }
      expect(refusal, setting).to.include({ code: 'BAD_CONFIG' });
      expect((refusal as Error).message, setting).to.include(setting);
    }
    expect(() => readConfig({ GENBA_PORT: 'abc' }))
      .to.throw('GENBA_PORT')
      .with.property('code', 'BAD_CONFIG');
    expect(readConfig({ OTHER: '' })).to.include({ host: '127.0.0.1', rateLimit: 2000 });
  });
});
