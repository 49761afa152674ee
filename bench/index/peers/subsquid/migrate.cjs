// Makes the tables that the models describe, as generating and applying a migration would.
const { createOrmConfig } = require('@subsquid/typeorm-config');
const { DataSource } = require('typeorm');

async function migrate() {
  const source = new DataSource({ ...createOrmConfig({ projectDir: __dirname }), synchronize: false, migrationsRun: false });
  await source.initialize();
  await source.synchronize();
  await source.destroy();
}

migrate().catch((error) => {
  console.error(error);
  process.exit(1);
});
