// Where a ray from q along d (volume coordinates a step) is inside the volume: (first, last) in steps; first > last when never.
vec2 ray_inside(vec3 q, vec3 d)
{
  vec3 away = mix(d, vec3(1e-9), lessThan(abs(d), vec3(1e-9)));
  vec3 a = (box_low - q) / away, b = (box_high - q) / away;
  vec3 near = min(a, b), far = max(a, b);
  return vec2(max(near.x, max(near.y, near.z)), min(far.x, min(far.y, far.z)));
}
#if defined(BLOCKS)
// Maxima of 8 x 8 x 8 voxels (blocks.py): (the largest value a sample in the block of p can have, steps along to the block's end).
uniform sampler3D base_blocks;
vec2 block_at(vec3 p)
{
  ivec3 b = clamp(ivec3(floor(p)), ivec3(0), ivec3(base_size) - 1) / 8;
  float top = (texelFetch(base_blocks, b, 0).r * base_scale.x + base_scale.y) * base_scale.z + base_scale.w;
  vec3 away = mix(along, vec3(1e-9), lessThan(abs(along), vec3(1e-9)));
  vec3 leave = (vec3(b * 8) + mix(vec3(0.0), vec3(8.0), greaterThan(away, vec3(0.0))) - p) / away;
  return vec2(top, min(leave.x, min(leave.y, leave.z)));
}
#endif
