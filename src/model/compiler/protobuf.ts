import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Attribute, type Graph, type GraphNode, reference, type Tensor, types } from './graph';

/** The parts of a protobuf message that are used here; tfjs-node ships the classes without types. */
interface Message {
  serializeBinary(): Uint8Array;
}
interface MapField {
  set(key: string, value: Message): void;
}
interface ShapeMessage extends Message {
  setDimList(dims: Message[]): void;
  setUnknownRank(unknown: boolean): void;
}
interface AttrMessage extends Message {
  setType(type: number): void;
  setI(value: number): void;
  setF(value: number): void;
  setB(value: boolean): void;
  setS(value: Uint8Array): void;
  setShape(shape: Message): void;
  setTensor(tensor: Message): void;
  setList(list: Message): void;
}
interface Messages {
  SavedModel: new () => Message & {
    setSavedModelSchemaVersion(v: number): void;
    setMetaGraphsList(m: Message[]): void;
  };
  MetaGraphDef: (new () => Message & {
    setMetaInfoDef(info: Message): void;
    setGraphDef(graph: Message): void;
    getSignatureDefMap(): MapField;
  }) & { MetaInfoDef: new () => Message & { setTagsList(tags: string[]): void } };
  GraphDef: new () => Message & { setNodeList(nodes: Message[]): void; setVersions(versions: Message): void };
  VersionDef: new () => Message & { setProducer(v: number): void; setMinConsumer(v: number): void };
  NodeDef: new () => Message & {
    setName(name: string): void;
    setOp(op: string): void;
    setInputList(inputs: string[]): void;
    getAttrMap(): MapField;
  };
  AttrValue: (new () => AttrMessage) & {
    ListValue: new () => Message & { setIList(values: number[]): void };
  };
  Tensor: new () => Message & {
    setDtype(type: number): void;
    setTensorShape(shape: Message): void;
    setTensorContent(bytes: Uint8Array): void;
  };
  TensorShape: (new () => ShapeMessage) & { Dim: new () => Message & { setSize(size: number): void } };
  SignatureDef: new () => Message & {
    getInputsMap(): MapField;
    getOutputsMap(): MapField;
    setMethodName(name: string): void;
  };
  TensorInfo: new () => Message & {
    setName(name: string): void;
    setDtype(type: number): void;
    setTensorShape(shape: Message): void;
  };
}

const messages = createRequire(join(__dirname, 'protobuf.ts'))(
  '@tensorflow/tfjs-node/dist/proto/api_pb.js',
) as Messages;

/** The bytes of a `saved_model.pb` that holds a graph's nodes and signatures under the tag `serve`. */
export function savedModel(nodes: readonly GraphNode[], signatures: Graph['signatures']): Uint8Array {
  const versions = new messages.VersionDef();
  // The version of graphs that TensorFlow 2.9 writes, which every later one reads.
  versions.setProducer(1087);
  versions.setMinConsumer(12);
  const graphDef = new messages.GraphDef();
  graphDef.setNodeList(nodes.map(nodeMessage));
  graphDef.setVersions(versions);

  const info = new messages.MetaGraphDef.MetaInfoDef();
  info.setTagsList(['serve']);
  const meta = new messages.MetaGraphDef();
  meta.setMetaInfoDef(info);
  meta.setGraphDef(graphDef);
  for (const [name, { inputs, outputs }] of Object.entries(signatures)) {
    const signature = new messages.SignatureDef();
    signature.setMethodName('tensorflow/serving/predict');
    for (const [key, tensor] of Object.entries(inputs)) signature.getInputsMap().set(key, tensorInfo(tensor));
    for (const [key, tensor] of Object.entries(outputs))
      signature.getOutputsMap().set(key, tensorInfo(tensor));
    meta.getSignatureDefMap().set(name, signature);
  }
  const model = new messages.SavedModel();
  model.setSavedModelSchemaVersion(1);
  model.setMetaGraphsList([meta]);
  return model.serializeBinary();
}

function nodeMessage({ name, op, inputs, attributes }: GraphNode): Message {
  const node = new messages.NodeDef();
  node.setName(name);
  node.setOp(op);
  node.setInputList(inputs);
  for (const [key, value] of Object.entries(attributes)) node.getAttrMap().set(key, attributeMessage(value));
  return node;
}

function attributeMessage(value: Attribute): Message {
  const message = new messages.AttrValue();
  if ('type' in value) message.setType(types[value.type]);
  else if ('int' in value) message.setI(value.int);
  else if ('float' in value) message.setF(value.float);
  else if ('bool' in value) message.setB(value.bool);
  else if ('text' in value) message.setS(new TextEncoder().encode(value.text));
  else if ('shape' in value) message.setShape(shapeMessage(value.shape));
  else if ('ints' in value) {
    const list = new messages.AttrValue.ListValue();
    list.setIList([...value.ints]);
    message.setList(list);
  } else {
    const { type, shape, bytes } = value.constant;
    const tensor = new messages.Tensor();
    tensor.setDtype(types[type]);
    tensor.setTensorShape(shapeMessage(shape));
    tensor.setTensorContent(bytes);
    message.setTensor(tensor);
  }
  return message;
}

function shapeMessage(shape: readonly number[] | 'unknown'): Message {
  const message = new messages.TensorShape();
  if (shape === 'unknown') message.setUnknownRank(true);
  else
    message.setDimList(
      shape.map((size) => {
        const dim = new messages.TensorShape.Dim();
        dim.setSize(size);
        return dim;
      }),
    );
  return message;
}

/** Shapes in signatures are never checked, so they are left open. */
function tensorInfo(tensor: Tensor): Message {
  const info = new messages.TensorInfo();
  info.setName(reference(tensor));
  info.setDtype(types[tensor.type]);
  info.setTensorShape(shapeMessage('unknown'));
  return info;
}
