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
    for (const hosts of ['https://a.example', 'a.*.example', 'a b', '*example.com', 'a,,b']) {
      expect(() => readConfig({ GENBA_WEBHOOK_HOSTS: hosts }), hosts).to.throw('GENBA_WEBHOOK_HOSTS');
    }
    const hosts = readConfig({ GENBA_WEBHOOK_HOSTS: 'ERP.example, *.example.com,[::1],10.0.0.7,*' }).webhookHosts;
    expect(hosts).to.deep.equal(['erp.example', '*.example.com', '[::1]', '10.0.0.7', '*']);
    expect(readConfig({ OTHER: '' })).to.include({ host: '127.0.0.1', rateLimit: 2000 });
  });
});
