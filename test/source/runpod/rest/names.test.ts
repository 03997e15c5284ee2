import { expect, test } from 'vitest';
import { gpuNameOfType } from '../../../../source/runpod/rest/gpu-name.ts';
import { isPublicAddress } from '../../../../source/runpod/rest/public-address.ts';

test.each([
  ['NVIDIA GeForce RTX 4090', 'RTX 4090'],
  ['NVIDIA GeForce RTX 3080 Ti', 'RTX 3080 Ti'],
  ['NVIDIA H100 80GB HBM3', 'H100 SXM'],
  ['NVIDIA H100 PCIe', 'H100 PCIe'],
  ['NVIDIA H100 NVL', 'H100 NVL'],
  ['NVIDIA H200', 'H200 SXM'],
  ['NVIDIA H200 NVL', 'H200 NVL'],
  ['NVIDIA A100 80GB PCIe', 'A100 PCIe'],
  ['NVIDIA A100-SXM4-80GB', 'A100 SXM'],
  ['NVIDIA RTX 6000 Ada Generation', 'RTX 6000 Ada'],
  ['NVIDIA RTX PRO 4500 Blackwell', 'RTX PRO 4500'],
  ['NVIDIA RTX PRO 6000 Blackwell Server Edition', 'RTX PRO 6000'],
  ['NVIDIA L40S', 'L40S'],
  ['AMD Instinct MI300X OAM', 'MI300X'],
  ['Tesla V100-PCIE-16GB', 'V100-PCIE'],
  ['NVIDIA ', 'NVIDIA '],
])('%s is %s', (typeId, name) => {
  expect(gpuNameOfType(typeId)).toBe(name);
});

test.each([
  ['195.26.233.3', true],
  ['100.63.255.255', true],
  ['100.64.0.1', false],
  ['100.127.255.255', false],
  ['100.128.0.1', true],
  ['10.1.2.3', false],
  ['172.15.0.1', true],
  ['172.16.0.1', false],
  ['172.31.9.9', false],
  ['172.32.0.1', true],
  ['192.168.1.1', false],
  ['169.254.1.1', false],
  ['0.0.0.0', false],
  ['127.0.0.1', true],
  ['::ffff:10.0.0.1', false],
  ['2a01:4f8::1', true],
  ['fd12::1', false],
  ['fe80::1', false],
  ['', false],
])('%s can be reached from elsewhere: %s', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});
