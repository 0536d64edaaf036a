import { parseImage } from '../../resources/image.ts';
import type { Container } from '../../resources/types.ts';

/** Repositories of servers that load a model before they answer, by their projects' documentation. */
const REPOSITORY = new RegExp(
  `(?:^|[/_-])(?:${[
    'vllm(?:-openai)?',
    'text-(?:generation|embeddings)-inference',
    'tritonserver',
    'torchserve',
    'tensorflow/serving',
    'ollama',
    'sglang',
    'lmdeploy',
    'llama[._-]?cpp(?:-python)?',
    'localai',
    'xinference',
    '(?:faster-)?whisper(?:-server)?',
  ].join('|')})(?:[/_.-]|$)|^nim/`,
);

/** What people call a container that answers with a model. */
const NAME = /(?:^|-)(?:inference|embeddings?|embedder|reranker|(?:model|llm|inference|embeddings?)-server)$/;

/** Devices that models run on, by the names under which their plugins offer them. */
const ACCELERATOR =
  /^(?:nvidia\.com\/(?:gpu|mig-)|amd\.com\/gpu|gpu\.intel\.com\/|google\.com\/tpu|habana\.ai\/gaudi|aws\.amazon\.com\/neuron)/;

/** Why a container is taken to load models before it answers, as a sentence names it; undefined where nothing says that it does. */
export function loadsModels({ name, image, requests, limits, workload }: Container): string | undefined {
  const { repository } = parseImage(image ?? '');
  if (REPOSITORY.test(repository.toLowerCase())) return `image ${repository}`;
  const device = Object.keys({ ...limits, ...requests }).find((resource) => ACCELERATOR.test(resource));
  if (device !== undefined) return `it claims ${device}`;
  const own = workload.containers.length === 1 ? (workload.resource.name ?? '') : '';
  const telling = [name, own].find((candidate) => NAME.test(candidate));
  return telling === undefined ? undefined : `it is called "${telling}"`;
}
