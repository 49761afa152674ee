import {
  type DatabaseConnection,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  type TransactionSettings,
} from 'kysely';

/** Transactions that only read wait neither for their beginning nor for their end; their connections are to be in pipeline mode. */
class PromptDriver extends PostgresDriver {
  readonly #begun = new WeakMap<DatabaseConnection, Promise<void>>();

  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const begun = super.beginTransaction(connection, settings);
    if (settings.accessMode !== 'read only') return begun;
    begun.catch(() => {});
    this.#begun.set(connection, begun);
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const begun = this.#begun.get(connection);
    if (begun === undefined) return super.commitTransaction(connection);
    this.#begun.delete(connection);
    // Without its beginning, what was read would not be of one moment.
    await begun;
    super.commitTransaction(connection).catch(() => {});
  }

  override rollbackTransaction(connection: Parameters<PostgresDriver['rollbackTransaction']>[0]): Promise<void> {
    this.#begun.delete(connection);
    return super.rollbackTransaction(connection);
  }
}

/** PostgreSQL, without two of the waits of each read. */
export class PromptDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;

  constructor(config: PostgresDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): PromptDriver {
    return new PromptDriver(this.#config);
  }
}
