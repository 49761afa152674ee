import type { SampleName } from './sample-data.js';

type Texts = Record<'en' | 'ko' | 'ja', string>;

/** What the companies say of their data. */
export interface Description {
  title: Texts;
  description: Texts;
  keywords: string[];
  licence?: string;
}

const spindle: Description = {
  title: {
    en: 'Spindle load while finishing impeller blades (sample)',
    ko: '임펠러 블레이드 정삭 가공 시 스핀들 부하 (샘플)',
    ja: 'インペラ翼仕上げ加工時の主軸負荷（サンプル）',
  },
  description: {
    en: 'Generated sample. One row a second: spindle load and feed of a five-axis mill that runs the path it was made from.',
    ko: '생성된 샘플 데이터. 원본 공구 경로를 실행하는 5축 가공기의 스핀들 부하와 이송 속도를 1초마다 기록.',
    ja: '生成されたサンプル。元の工具経路を実行する5軸加工機の主軸負荷と送り速度を毎秒記録。',
  },
  keywords: ['milling', 'spindle', 'impeller'],
};

const inspection: Description = {
  title: {
    en: 'Inspection of impeller blades with loads (sample)',
    ko: '임펠러 블레이드 검사 결과와 가공 부하 (샘플)',
    ja: 'インペラ翼の検査結果と加工負荷（サンプル）',
  },
  description: {
    en: 'Generated sample. Measured size and roughness of each blade, beside the loads it was cut with.',
    ko: '생성된 샘플 데이터. 블레이드별 측정 치수와 표면 거칠기, 가공 시 부하.',
    ja: '生成されたサンプル。翼ごとの測定寸法と表面粗さ、加工時の負荷。',
  },
  keywords: ['inspection', 'roughness', 'impeller'],
};

const wearModel: Description = {
  title: { en: 'Tool wear model (sample)', ko: '공구 마모 예측 모델 (샘플)', ja: '工具摩耗予測モデル（サンプル）' },
  description: {
    en: 'Generated sample. A linear model of flank wear, fitted to inspection results and machine telemetry.',
    ko: '생성된 샘플 데이터. 검사 결과와 기계 데이터로 만든 공구 측면 마모 선형 모델.',
    ja: '生成されたサンプル。検査結果と機械データから作った逃げ面摩耗の線形モデル。',
  },
  keywords: ['model', 'tool wear'],
};

/** Of each sample that is registered. */
export const DESCRIPTIONS = {
  'toolpath-impeller.nc': {
    title: {
      en: 'Finishing tool path for an impeller blade (sample)',
      ko: '임펠러 블레이드 정삭 공구 경로 (샘플)',
      ja: 'インペラ翼の仕上げ工具経路（サンプル）',
    },
    description: {
      en: 'Generated sample. G-code for five axes, with the feeds that keep the load even.',
      ko: '생성된 샘플 데이터. 부하를 고르게 유지하는 이송 속도를 담은 5축 G코드.',
      ja: '生成されたサンプル。負荷を均一に保つ送り速度を含む5軸Gコード。',
    },
    keywords: ['G-code', 'five-axis', 'impeller'],
  },
  'spindle-load-v1.csv': spindle,
  'spindle-load-v2.csv': spindle,
  'spindle-load-v3.csv': spindle,
  'turning-telemetry.csv': {
    title: {
      en: 'Turning centre telemetry (sample)',
      ko: '선반 가공기 원격 측정 데이터 (샘플)',
      ja: '旋盤の稼働データ（サンプル）',
    },
    description: {
      en: 'Generated sample. Speed, load and temperature of a lathe, as its adapter sends them.',
      ko: '생성된 샘플 데이터. 선반의 회전수, 부하, 온도.',
      ja: '生成されたサンプル。旋盤の回転数、負荷、温度。',
    },
    keywords: ['MTConnect', 'turning'],
  },
  'energy-sample.csv': {
    title: {
      en: 'Energy of one week (free sample)',
      ko: '일주일간 전력 사용량 (무료 샘플)',
      ja: '一週間の電力量（無料サンプル）',
    },
    description: {
      en: 'Generated sample. Kilowatt-hours of a workshop in each quarter of an hour.',
      ko: '생성된 샘플 데이터. 작업장의 15분 단위 전력량.',
      ja: '生成されたサンプル。作業場の15分ごとの電力量。',
    },
    keywords: ['energy'],
    licence: 'https://creativecommons.org/licenses/by/4.0/',
  },
  'inspection-v1.csv': inspection,
  'inspection-v2.csv': inspection,
  'wear-model-v1.json': wearModel,
  'wear-model-v2.json': wearModel,
} satisfies Partial<Record<SampleName, Description>>;

/** A sample that is registered. */
export type Described = keyof typeof DESCRIPTIONS;
