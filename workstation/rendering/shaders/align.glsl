// The first step >= from at which a ray meets a layer of voxels: there the brightest voxel shows its whole value, not what is left of
// it half-way to the next. dominant is 1 on the axis that along crosses a voxel a step.
float aligned(vec3 q, float from)
{
#if defined(ALIGNED)
  float at = dot(q, dominant) + from * dot(along, dominant);
  return from + (dot(along, dominant) > 0.0 ? ceil(at - 1e-4) - at : at - floor(at + 1e-4));
#else
  return from;
#endif
}
