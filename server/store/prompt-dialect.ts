import {
  type CompiledQuery,
  type DatabaseConnection,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';

type Connection = Awaited<ReturnType<PostgresDriver['acquireConnection']>>;

/** Transactions that only read wait neither for their beginning nor for their end; their connections are to be in pipeline mode. */
class PromptDriver extends PostgresDriver {
  readonly #watched = new WeakSet<DatabaseConnection>();
  readonly #begun = new WeakMap<DatabaseConnection, Promise<void>>();

  override async acquireConnection(...options: Parameters<PostgresDriver['acquireConnection']>): Promise<Connection> {
    const connection = await super.acquireConnection(...options);
    if (this.#watched.has(connection)) return connection;
    this.#watched.add(connection);
    const ask = connection.executeQuery.bind(connection);
    connection.executeQuery = async <Row>(query: CompiledQuery): Promise<QueryResult<Row>> => {
      const begun = this.#begun.get(connection);
      const answer = await ask<Row>(query);
      // Heard by now, for it was sent before. Without it, what is read would not be of one moment.
      await begun;
      return answer;
    };
    return connection;
  }

  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const begun = super.beginTransaction(connection, settings);
    if (settings.accessMode !== 'read only') return begun;
    begun.catch(() => {});
    this.#begun.set(connection, begun);
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const ended = super.commitTransaction(connection);
    if (!this.#begun.delete(connection)) return ended;
    ended.catch(() => {});
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
